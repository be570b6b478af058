using System.Globalization;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Live cameras of a real server on silos that join, drain and are killed: what nobody saw is a gap, and little more than that.</summary>
[Collection(ProcessCluster.OneAtATime)]
public sealed class LiveClusterTests : IDisposable
{
    private const int FramesPerSecond = 15;
    private static readonly string[] _names = ["live1", "live2", "live3", "live4"];
    private static readonly TimeSpan _joining = TimeSpan.FromSeconds(10);

    // The server sends a key frame after so many pictures at most.
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds((FramesPerSecond / 3 / (double)FramesPerSecond) + 1);
    private static readonly TimeSpan _mostOver = TimeSpan.FromSeconds(1.2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_that_joins_takes_live_cameras_gives_them_away_in_a_drain_and_a_killed_one_leaves_a_gap_that_covers_the_outage()
    {
        using var server = await RtspServer.StartAsync(new() { Cameras = _names.Length, Width = 160, Height = 120, FramesPerSecond = FramesPerSecond });
        await using var cluster = await ProcessCluster.StartAsync(_folder, silos: 2);
        foreach (var name in _names)
        {
            await cluster.Roster.AddAsync(new CameraDefinition { Name = name, Source = server.Url(name) });
        }

        await ProcessCluster.UntilAsync(
            async () => await cluster.ReadAsync("select camera from camera_state where frame > 30", row => row.GetString(0)) is { Count: 4 }, () => "all count");

        await cluster.StartSilosAsync(3);
        var moved = "";
        await ProcessCluster.UntilAsync(
            async () => (moved = await cluster.ReadAsync("select camera from camera_state where owner like 'silo-3@%'", row => row.GetString(0)) is [var first, ..] ? first : "").Length > 0,
            () => "the silo that has joined owns a camera",
            _joining);
        var pause = await NextGapAsync(cluster, moved, after: 0);
        await ProcessCluster.UntilAsync(
            async () => (await cluster.Client.GetGrain<ICameraGrain>(moved).GetStatusAsync()).State == CameraState.Running, () => "it runs there");

        await cluster.Roster.DrainAsync("silo-3");
        pause = await NextGapAsync(cluster, moved, pause.Sequence);
        Assert.InRange(pause.To - pause.From, TimeSpan.Zero, IsBusy() ? 2 * _longestPause : _longestPause);
        Assert.NotEqual("silo-3", await cluster.OwnerAsync(moved));

        var owner = await cluster.OwnerAsync(moved);
        cluster.Kill(owner);
        var killed = TimeProvider.System.GetUtcNow();
        var outage = await NextGapAsync(cluster, moved, pause.Sequence);
        Assert.InRange(killed - outage.From, TimeSpan.Zero, _mostOver);
        Assert.InRange(outage.To, killed, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Whether others use this machine too, so that each step of a handover waits for its turn.</summary>
    private static bool IsBusy() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) > 2 * Environment.ProcessorCount;

    private static async Task<(long Sequence, DateTimeOffset From, DateTimeOffset To)> NextGapAsync(ProcessCluster cluster, string camera, long after)
    {
        List<(long, DateTimeOffset, DateTimeOffset)> gaps = [];
        await ProcessCluster.UntilAsync(
            async () => (gaps = await cluster.ReadAsync(
                $"select sequence, begins, ends from gap where camera = '{camera}' and sequence > {after} order by sequence",
                row => (row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2)))).Count > 0,
            () => $"a gap of {camera} after {after}");
        return gaps[0];
    }
}
