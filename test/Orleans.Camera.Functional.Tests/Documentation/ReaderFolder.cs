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
        start.WorkingDirectory = _folder.FullName;
        start.Environment["CAMERA_MODELS"] = _folder["models"];
    });

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
