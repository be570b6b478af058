using Orleans.Camera.Functional.Tests.Count;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary><c>camera snapshot</c> of a running cluster.</summary>
public sealed class SnapshotTests(StreetClip clip) : IClassFixture<StreetClip>, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_running_camera_gives_its_latest_picture_and_one_that_has_none_says_why()
    {
        await using var up = await CameraServer.StartAsync(Path.GetDirectoryName(clip.Path)!, "up", "--state", State);
        Assert.Equal(0, (await RunAsync("add", "lost", _folder["nowhere.mp4"])).ExitCode);
        ProgramRun run = null!;

        // The clip is short: where it has ended before it was asked for, it begins anew under another name.
        using var limit = new CancellationTokenSource(_patience);
        for (var tries = 0; tries == 0 || run.ExitCode != 0; tries++)
        {
            Assert.False(limit.IsCancellationRequested, run?.Error);
            Assert.Equal(0, (await RunAsync("add", $"street{tries}", clip.Path, "--real-time")).ExitCode);
            run = await RunAsync("snapshot", $"street{tries}", "-o", _folder["street.jpg"]);
        }

        Assert.Equal(($"wrote {_folder["street.jpg"]}\n", ""), (run.Text, run.Error));
        var jpeg = await File.ReadAllBytesAsync(_folder["street.jpg"]);
        Assert.Equal([0xFF, 0xD8, 0xFF], jpeg[..3]);
        Assert.Equal([0xFF, 0xD9], jpeg[^2..]);

        var lost = await RunAsync("snapshot", "lost");
        Assert.Equal((1, ""), (lost.ExitCode, lost.Text));
        Assert.Contains("camera 'lost' has no picture: it is faulted (", lost.Error, StringComparison.Ordinal);
        var unknown = await RunAsync("snapshot", "lots");
        Assert.Equal((5, ""), (unknown.ExitCode, unknown.Text));
        Assert.Contains("(did you mean 'lost'?)", unknown.Error, StringComparison.Ordinal);
    }

    private string State => _folder["state"];

    private Task<ProgramRun> RunAsync(params string[] args) => CameraProcess.RunAsync([.. args, "--state", State]);
}
