using System.Diagnostics;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests;

/// <summary>The real program, as its own process.</summary>
internal static class CameraProcess
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "camera.dll");

    public static Task<ProgramRun> RunAsync(params string[] args) => ProgramRun.OfAsync("dotnet", [_program, .. args]);

    /// <summary>The same, in another environment.</summary>
    public static Task<ProgramRun> RunWithAsync(Action<ProcessStartInfo> configure, params string[] args) => ProgramRun.OfAsync("dotnet", [_program, .. args], configure);

    /// <summary>Starts it with all three streams as pipes; the caller disposes, which kills it.</summary>
    public static Process Start(params string[] args) => Start("dotnet", [_program, .. args]);

    /// <summary>The same, in another folder.</summary>
    public static Process StartIn(string folder, params string[] args) => Start("dotnet", [_program, .. args], folder);

    /// <summary>The same, as the leader of a process group of its own, as a shell starts it.</summary>
    public static Process StartAsGroup(params string[] args) => Start("setsid", ["dotnet", _program, .. args]);

    // Whoever runs the tests in the background may ignore SIGINT, which children inherit; a user's shell does not.
    private static Process Start(string program, string[] args, string folder = "") => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", program, .. args])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        WorkingDirectory = folder,
    })!;
}
