using System.Diagnostics;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests;

/// <summary>The real program, as its own process.</summary>
internal static class CameraProcess
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "camera.dll");

    public static Task<ProgramRun> RunAsync(params string[] args) => ProgramRun.OfAsync("dotnet", [_program, .. args]);

    /// <summary>Starts it with all three streams as pipes; the caller disposes, which kills it.</summary>
    public static Process Start(params string[] args) => Process.Start(new ProcessStartInfo("dotnet", [_program, .. args])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;
}
