using System.Diagnostics;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Functional.Tests.Documentation;

/// <summary>Where somebody stands who follows the README: beside the script and a video of their own.</summary>
public sealed class ReaderFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public async Task InitializeAsync()
    {
        File.CreateSymbolicLink(_folder["camera"], Path.Combine(Repository.Root, "camera"));
        await SceneEncoder.EncodeAsync(SceneSituations.Single(3), _folder["my-video.mp4"]);
    }

    /// <summary>Runs one line as a shell does.</summary>
    public Task<ProgramRun> TypeAsync(string command) => ProgramRun.OfAsync("bash", ["-c", command], (ProcessStartInfo start) =>
    {
        Prepare(start);
    });

    /// <summary>Starts one line as a shell does, which becomes its program; a signal to it is one to the program.</summary>
    public Process Start(string command)
    {
        // Whoever runs the tests in the background may ignore SIGINT, which children inherit; a user's shell does not.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "bash", "-c", $"exec {command}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Prepare(start);
        return Process.Start(start)!;
    }

    private void Prepare(ProcessStartInfo start)
    {
        start.WorkingDirectory = _folder.FullName;
        start.Environment["CAMERA_MODELS"] = _folder["models"];
        start.Environment["XDG_STATE_HOME"] = _folder["state"];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
