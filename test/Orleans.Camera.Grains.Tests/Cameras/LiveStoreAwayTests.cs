using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

/// <summary>A live camera whose store is away: what it counts goes to disk, and a gap is what nobody saw, no more.</summary>
public sealed class LiveStoreAwayTests : IAsyncLifetime
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.1);
    private readonly List<LiveSource> _sources = [];
    private CameraCluster _cluster = null!;
    private int _shown;

    public async Task InitializeAsync()
    {
        _cluster = await CameraCluster.StartAsync(1);
        _cluster.Sources["live://door"] = order =>
        {
            var source = new LiveSource(Street.Pictures, order, _noon);
            _sources.Add(source);
            return source;
        };
        await _cluster.Roster.AddAsync(Street.Definition("live", "live://door"));
        await _cluster.UntilAsync("live", status => status.Epoch == 1 && _sources.Count == 1);
        Show(pictures: 30);
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("live") is { Frame: >= 21 });
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_store_that_comes_back_gets_all_of_it_and_there_is_no_gap()
    {
        await GoAwayAsync(pictures: 150);

        _cluster.Store.IsAway = false;
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("live") is { Frame: >= 171 });

        Assert.DoesNotContain(_cluster.Store.EventsOf("live"), known => known is GapEvent);
        Assert.Contains(_cluster.Store.EventsOf("live"), known => known is CrossingEvent);
        await _cluster.UntilAsync(() => Task.FromResult(Directory.GetFiles(_cluster.Spools).Length == 0));
    }

    [Fact]
    public async Task An_owner_that_ends_meanwhile_leaves_it_to_the_next_one_and_the_gap_is_what_nobody_saw()
    {
        await GoAwayAsync(pictures: 150);
        var before = _cluster.Store.EventsOf("live").Count;
        await _cluster.Grain("live").DrainAsync();

        _cluster.Store.IsAway = false;
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("live") is { Tag.Epoch: 2 });
        var place = _cluster.Store.StateOf("live")!;
        Assert.True(_cluster.Store.EventsOf("live").Count > before);
        Assert.All(_cluster.Store.EventsOf("live"), known => Assert.Equal(1, known.Epoch));
        Assert.Empty(Directory.GetFiles(_cluster.Spools));

        var lastSeen = _noon + (_interval * _shown);
        _shown += 50;
        var firstAgain = _noon + (_interval * (_shown + 1));
        await _cluster.UntilAsync(() => Task.FromResult(_sources.Count == 2));
        Show(pictures: 30);
        await _cluster.UntilStoredAsync(() => _cluster.Store.EventsOf("live").Any(known => known is GapEvent));

        var gap = Assert.Single(_cluster.Store.EventsOf("live").OfType<GapEvent>());
        Assert.Equal((place.Start + place.Pts, firstAgain), (gap.From, gap.To));
        Assert.InRange(lastSeen - gap.From, TimeSpan.Zero, TimeSpan.FromSeconds(1.2));
    }

    /// <summary>The store goes away, and so many pictures come once what is counted goes to disk.</summary>
    private async Task GoAwayAsync(int pictures)
    {
        _cluster.Store.IsAway = true;
        Show(pictures: 20);
        await _cluster.UntilAsync(() => Task.FromResult(Directory.Exists(_cluster.Spools) && Directory.GetFiles(_cluster.Spools).Length == 1));
        Show(pictures - 20);
        await _cluster.UntilAsync("live", status => status.Frame == _shown);
    }

    private void Show(int pictures)
    {
        for (var left = pictures; left > 0; left--)
        {
            _sources[^1].Show(_noon + (_interval * ++_shown));
        }
    }
}
