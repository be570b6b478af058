using Orleans.Camera.Abstractions;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>What a live camera counted while the store was away, and whose silo then died as well: it lies on the disk of that machine.</summary>
[Collection(ProcessCluster.OneAtATime)]
public sealed class SpoolClusterTests : IDisposable
{
    private const string Camera = "street";
    private readonly TemporaryFolder _folder = new();
    private readonly Scene _scene = StreetScene.Create(seed: 1, new(320, 180), 12.5, seconds: 60);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_counted_while_the_store_was_away_is_stored_once_though_its_silo_was_killed_meanwhile()
    {
        await SceneEncoder.EncodeAsync(_scene, _folder["clip.mp4"], zeroLatency: false, keyInterval: 12, repeat: 5);
        using var server = await RtspServer.StartAsync(new() { Clip = _folder["clip.mp4"], Cameras = 0 });
        await using var cluster = await ProcessCluster.StartAsync(_folder, silos: 2);
        await cluster.Roster.AddAsync(new CameraDefinition
        {
            Name = Camera,
            Source = server.Url("clip"),
            Lines = [.. _scene.Lines.Select(line => new LineDefinition(line.Name, (float)line.Start.X, (float)line.Start.Y, (float)line.End.X, (float)line.End.Y))],
        });
        var camera = cluster.Client.GetGrain<ICameraGrain>(Camera);
        CameraStatus? status = null;
        await ProcessCluster.UntilAsync(
            async () => (status = await camera.GetStatusAsync()) is not null && (await CrossingsAsync(cluster)).Count > 0, () => $"a crossing is stored: {status}");
        var owner = await cluster.OwnerAsync(Camera);

        var spooled = 0L;
        using (var frozen = cluster.FreezeDatabase())
        {
            await ProcessCluster.UntilAsync(
                async () => (spooled = (await camera.GetStatusAsync()).Unwritten) >= 3 && Spools.Length == 1, () => $"{spooled} events wait, on the disk");
            cluster.Kill(owner);
        }

        await ProcessCluster.UntilAsync(
            async () => await cluster.ReadAsync("select epoch from gap where epoch > 1", row => row.GetInt64(0)) is [_, ..] && Spools.Length == 0,
            () => "another owner has it and says what nobody saw, and nothing lies on the disk any more");
        var all = await AllAsync(cluster);

        Assert.Equal(Enumerable.Range(1, all.Count).Select(number => (long)number), all.Select(happened => happened.Sequence));
        Assert.InRange(all.Count(happened => happened.Epoch == 1), spooled, long.MaxValue);
        var crossings = all.Where(happened => happened.Track is not null).ToList();
        Assert.Equal(crossings.Count, crossings.DistinctBy(happened => (happened.What, happened.Track, happened.From)).Count());
        var gaps = all.Where(happened => happened.Track is null).ToList();
        Assert.Contains(gaps, gap => gap.Epoch > 1);
        Assert.DoesNotContain(crossings, crossing => gaps.Any(gap => gap.From < crossing.From && crossing.From < gap.To));
    }

    private string[] Spools => Directory.Exists(Path.Combine(_folder["state"], "spool")) ? Directory.GetFiles(Path.Combine(_folder["state"], "spool")) : [];

    private static Task<List<long>> CrossingsAsync(ProcessCluster cluster) => cluster.ReadAsync("select sequence from crossing", row => row.GetInt64(0));

    private static Task<List<Happened>> AllAsync(ProcessCluster cluster) => cluster.ReadAsync(
        """
        select sequence, epoch, line, track, time, time from crossing union all
        select sequence, epoch, '', null, begins, ends from gap order by sequence
        """,
        row => new Happened(
            row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt64(3),
            row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5)));

    /// <summary>A crossing, or a gap, which has no track.</summary>
    private sealed record Happened(long Sequence, long Epoch, string What, long? Track, DateTimeOffset From, DateTimeOffset To);
}
