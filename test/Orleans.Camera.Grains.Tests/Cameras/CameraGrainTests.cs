using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

public sealed class CameraGrainTests : IAsyncLifetime
{
    private CameraCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await CameraCluster.StartAsync(1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_camera_counts_its_recording_to_the_end_and_says_so()
    {
        _cluster.Sources["a.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Street.Definition("a"));

        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("a") is { HasEnded: true });

        var crossings = _cluster.Store.EventsOf("a").OfType<CrossingEvent>().ToList();
        var counts = await _cluster.Grain("a").GetCountsAsync();
        Assert.True(crossings.Count >= 5, "nothing crosses: the test proves nothing");
        Assert.Equal(crossings.Count, counts.Totals.Sum(total => total.In + total.Out));
        Assert.Equal(_cluster.Store.EventsOf("a").Count, counts.Sequence);
        Assert.Equal(counts.Sequence, (await _cluster.Grain("a").GetEventsAsync(0, 1_000)).Count);
        var status = await _cluster.UntilAsync("a", status => status.State == CameraState.Stopped);
        Assert.Contains("ended", status.Reason, StringComparison.Ordinal);
        Assert.Equal(Street.Pictures.Count, status.Frame);
    }

    [Fact]
    public async Task A_camera_that_is_stopped_and_started_at_will_counts_what_an_undisturbed_one_counts()
    {
        _cluster.Sources["whole.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Street.Definition("whole"));
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("whole") is { HasEnded: true });

        var hold = 60L;
        var reached = new SemaphoreSlim(0);
        _cluster.Sources["b.mp4"] = order => new PlayedSource(Street.Pictures, order, async (number, stop) =>
        {
            if (number > Interlocked.Read(ref hold))
            {
                reached.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            }
        });
        await _cluster.Roster.AddAsync(Street.Definition("b"));
        for (var stop = 0; stop < 4; stop++)
        {
            Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30)));
            await _cluster.Grain("b").StopAsync();
            Assert.Equal(CameraState.Stopped, (await _cluster.Grain("b").GetStatusAsync()).State);
            Assert.Equal(hold, _cluster.Store.StateOf("b")!.Frame);
            hold += 55;
            await Task.WhenAll(_cluster.Grain("b").StartAsync(), _cluster.Grain("b").EnsureAsync());
        }

        hold = long.MaxValue;
        await _cluster.Grain("b").StopAsync();
        await _cluster.Grain("b").StartAsync();
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("b") is { HasEnded: true });
        Assert.Equal(Plain("whole"), Plain("b"));
    }

    [Fact]
    public async Task Observers_get_the_counts_so_far_and_then_every_event_once_it_is_stored()
    {
        var go = new TaskCompletionSource();
        _cluster.Sources["c.mp4"] = order => new PlayedSource(Street.Pictures, order, async (number, stop) =>
        {
            if (number > 100)
            {
                await go.Task.WaitAsync(stop);
            }
        });
        await _cluster.Roster.AddAsync(Street.Definition("c"));
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("c") is { Frame: >= 91 });
        var watcher = new Watcher(() => _cluster.Store.EventsOf("c").Count);
        var counts = await _cluster.Grain("c").SubscribeAsync(_cluster.Client.CreateObjectReference<ICameraObserver>(watcher));
        go.SetResult();
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("c") is { HasEnded: true });

        var last = _cluster.Store.EventsOf("c").Count;
        await watcher.UntilAsync(last);
        Assert.True(counts.Sequence < last);
        Assert.Empty(watcher.Early);
        Assert.Equal(
            Enumerable.Range((int)counts.Sequence + 1, last - (int)counts.Sequence),
            watcher.Events.Select(known => (int)known.Sequence).Where(sequence => sequence > counts.Sequence).Distinct());
    }

    [Theory]
    [InlineData("no-such.mp4", CameraState.Faulted)]
    [InlineData("live-no-such", CameraState.Reconnecting)]
    public async Task A_source_that_cannot_be_opened_shows_and_is_tried_again(string source, CameraState state)
    {
        await _cluster.Roster.AddAsync(Street.Definition("d", source));
        var status = await _cluster.UntilAsync("d", status => status.State == state);
        Assert.Contains("no such file", status.Reason, StringComparison.Ordinal);

        _cluster.Sources[source] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("d") is { HasEnded: true });
    }

    [Fact]
    public async Task A_definition_that_makes_no_sense_is_refused_with_its_reason_and_nothing_is_stored()
    {
        var line = new LineDefinition("door", 0.5f, 0.5f, 0.5f, 0.5f);

        Assert.Contains("door", (await RefusedAsync(Street.Definition("e") with { Lines = [line] })).Message, StringComparison.Ordinal);
        Assert.Contains("not allowed", (await RefusedAsync(Street.Definition("e", "forbidden"))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", (await RefusedAsync(Street.Definition("e", "forbidden:secret@x"))).Message, StringComparison.Ordinal);
        Assert.Contains("name", (await RefusedAsync(Street.Definition("no spaces"))).Message, StringComparison.Ordinal);
        Assert.Empty(await _cluster.Roster.ListAsync());
    }

    [Fact]
    public async Task Credentials_never_come_back_and_survive_a_definition_that_was_read_and_sent_again()
    {
        _cluster.Sources["live:secret@host"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Street.Definition("f", "live:secret@host"));
        var shown = (await _cluster.Grain("f").GetDefinitionAsync())!;
        Assert.Equal("live:***@host", shown.Source);
        Assert.Equal("live:***@host", Assert.Single(await _cluster.Roster.ListAsync()).Source);

        await _cluster.Grain("f").ConfigureAsync(shown with { Zones = [] });
        Assert.Equal("live:secret@host", Assert.Single(await _cluster.Store.ListAsync(default)).Source);
    }

    [Fact]
    public async Task Two_cameras_of_one_name_are_refused_and_a_removed_one_stops_and_is_forgotten()
    {
        _cluster.Sources["g.mp4"] = order => new PlayedSource(Street.Pictures, order, (_, stop) => new(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop)));
        await _cluster.Roster.AddAsync(Street.Definition("g"));
        await Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.AddAsync(Street.Definition("g")));

        await _cluster.Roster.RemoveAsync("g");
        Assert.Empty(await _cluster.Roster.ListAsync());
        await _cluster.UntilAsync("g", status => status.Reason.Contains("not configured", StringComparison.Ordinal));
        Assert.Contains("no camera g", (await Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.RemoveAsync("g"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_store_is_away_the_camera_is_degraded_and_then_nothing_is_missing()
    {
        _cluster.Sources["whole.mp4"] = order => new PlayedSource(Street.Pictures, order);
        _cluster.Sources["h.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Street.Definition("whole"));
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("whole") is { HasEnded: true });
        var writes = 0;
        _cluster.Store.OnCommit = write => write.Camera == "h" && ++writes == 5 ? Away() : StoreFault.None;
        await _cluster.Roster.AddAsync(Street.Definition("h"));

        var status = await _cluster.UntilAsync("h", status => status.State == CameraState.Degraded);
        Assert.Contains("store", status.Reason, StringComparison.Ordinal);
        _cluster.Store.IsAway = false;
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("h") is { HasEnded: true });
        Assert.Equal(Plain("whole"), Plain("h"));

        StoreFault Away()
        {
            _cluster.Store.IsAway = true;
            return StoreFault.After;
        }
    }

    [Fact]
    public async Task An_owner_that_another_one_has_replaced_stops_counts_nothing_more_and_tells_nothing()
    {
        var (more, hold) = (new SemaphoreSlim(0), 40L);
        _cluster.Sources["i.mp4"] = order => new PlayedSource(Street.Pictures, order, async (number, stop) =>
        {
            if (number > Interlocked.Read(ref hold))
            {
                await more.WaitAsync(stop);
            }
        });
        await _cluster.Roster.AddAsync(Street.Definition("i"));
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("i") is { Frame: >= 31 });
        var watcher = new Watcher(() => _cluster.Store.EventsOf("i").Count);
        await _cluster.Grain("i").SubscribeAsync(_cluster.Client.CreateObjectReference<ICameraObserver>(watcher));
        var other = new CheckpointWriter("i", "another silo", _cluster.Store, TimeProvider.System, new Random(1));
        await other.ClaimAsync(default);

        // The frozen one wakes: it goes on for as long as it knows of nothing, and its first write is its last.
        hold = long.MaxValue;
        more.Release(Street.Pictures.Count);
        await _cluster.UntilAsync("i", status => status.Epoch > other.Current.Tag.Epoch || status.State == CameraState.Stopped);
        await _cluster.Grain("i").EnsureAgainAsync();
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("i") is { HasEnded: true });

        var epochs = _cluster.Store.Committed.Where(write => write.Camera == "i").Select(write => write.Next.Tag.Epoch).Distinct();
        Assert.Equal([1, 2, 3], epochs);
        Assert.All(_cluster.Store.Committed.Where(write => write.Next.Tag.Epoch == 2), write => Assert.Empty(write.Events));
        Assert.Equal(
            Enumerable.Range(1, _cluster.Store.EventsOf("i").Count), _cluster.Store.EventsOf("i").Select(stored => (int)stored.Sequence));
        Assert.Empty(watcher.Early);
    }

    private IEnumerable<CameraEvent> Plain(string camera) => _cluster.Store.EventsOf(camera).Select(stored => stored with { Epoch = 0 });

    private Task<CameraException> RefusedAsync(CameraDefinition definition) =>
        Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.AddAsync(definition));
}
