using System.Reflection;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>How this very program is started once more, as a child process.</summary>
internal static class OwnProgram
{
    public static IReadOnlyList<string> Command()
    {
        var host = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(host) == "dotnet" && Assembly.GetEntryAssembly() is { Location.Length: > 0 } program
            ? [host, program.Location, WorkerProgram.Command]
            : [host, WorkerProgram.Command];
    }
}
