using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Tests.Pipeline;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Core.Tests.Cameras;

public class LiveCameraRunTests
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlayedPictures _pictures = new(StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 12));
    private static readonly CameraOrder _order = new()
    {
        Camera = "live",
        Address = "live",
        Plan = new() { Zones = [new() { Name = "all", Polygon = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)] }] },
        Configuration = 1,
    };

    [Fact]
    public async Task A_live_camera_that_moves_reports_what_it_missed_and_lets_those_inside_leave()
    {
        var from = await RunAsync(Checkpoint.Empty, [.. Enumerable.Range(0, 60).Select(index => _noon.AddSeconds(index / 10.0))]);
        var entered = from.Events.OfType<ZoneOccurrence>().ToList();
        var inside = entered.Count(happened => happened.Kind == ZoneEventKind.Entered) - entered.Count(happened => happened.Kind == ZoneEventKind.Left);
        Assert.True(inside > 0, "nobody is inside: the test proves nothing");

        var again = _noon.AddSeconds(20);
        var after = await RunAsync(from.Checkpoint, [again, again.AddSeconds(0.1)]);

        var gap = Assert.Single(after.Events.OfType<GapEvent>());
        Assert.Equal((_noon.AddSeconds(5.9), again), (gap.From, gap.To));
        Assert.Equal(inside, after.Events.OfType<ZoneOccurrence>().Count(happened => happened is { Kind: ZoneEventKind.Left, Frame: <= 60 }));
        Assert.Equal((62, _noon), (after.Checkpoint.Frame, after.Checkpoint.Start));
    }

    [Fact]
    public async Task A_live_camera_that_moves_twice_before_a_picture_comes_reports_one_gap_over_all()
    {
        var from = await RunAsync(Checkpoint.Empty, [_noon, _noon.AddSeconds(1)]);
        var nothing = await RunAsync(from.Checkpoint, []);
        Assert.Equal(from.Checkpoint, nothing.Checkpoint);

        var after = await RunAsync(nothing.Checkpoint, [_noon.AddSeconds(9)]);
        var gap = Assert.Single(after.Events.OfType<GapEvent>());
        Assert.Equal((_noon.AddSeconds(1), _noon.AddSeconds(9)), (gap.From, gap.To));
    }

    [Fact]
    public async Task Pictures_of_a_live_camera_that_no_detector_answered_lie_in_a_gap_from_the_last_counted_one_to_the_next()
    {
        var order = _order with { Detector = "model", Plan = _order.Plan with { Zones = [] } };
        DateTimeOffset[] shown = [.. Enumerable.Range(0, 60).Select(index => _noon.AddSeconds(index / 10.0))];
        var asked = new HashSet<long>();
        await RunAsync(Checkpoint.Empty, shown, order, frame => asked.Add(frame.Number));
        var first = asked.First(number => asked.Contains(number + 1) && asked.Contains(number + 2));

        var after = await RunAsync(Checkpoint.Empty, shown, order, frame =>
        {
            if (frame.Number >= first && frame.Number <= first + 2)
            {
                throw new WorkerLostException("every worker is silent");
            }
        });

        var gap = Assert.Single(after.Events.OfType<GapEvent>());
        Assert.Equal((shown[Math.Max(first - 2, 0)], shown[first + 2], 3), (gap.From, gap.To, gap.Pictures));
        Assert.Contains("every worker is silent", gap.Reason, StringComparison.Ordinal);
        Assert.Equal(60, after.Checkpoint.Frame);
    }

    [Fact]
    public async Task What_a_source_missed_while_no_detector_answered_is_told_in_one_gap()
    {
        var order = _order with { Detector = "model", Plan = _order.Plan with { Zones = [] } };
        var source = new LiveSource(_pictures, new SourceOrder { Address = "live" }, _noon);
        for (var number = 0; number < 60; number++)
        {
            if (number == 31)
            {
                source.Miss(new Gap(_noon.AddSeconds(30), _noon.AddSeconds(31), 5, "the camera was not heard"));
            }

            source.Show(_noon.AddSeconds(number));
        }

        var after = await RunAsync(Checkpoint.Empty, source, order, frame =>
        {
            if (frame.Number is 31 or 32)
            {
                throw new WorkerLostException("every worker is silent");
            }
        });

        var gap = Assert.Single(after.Events.OfType<GapEvent>());
        Assert.Equal((_noon.AddSeconds(29), _noon.AddSeconds(32), 7), (gap.From, gap.To, gap.Pictures));
    }

    [Fact]
    public async Task A_new_definition_of_a_live_camera_goes_on_with_its_numbers()
    {
        var from = await RunAsync(Checkpoint.Empty, [_noon, _noon.AddSeconds(1)]);
        var after = await RunAsync(from.Checkpoint, [_noon.AddSeconds(2)], _order with { Configuration = 2, Plan = new() });

        Assert.Equal((3, 2), (after.Checkpoint.Frame, after.Checkpoint.Configuration));
        Assert.Single(after.Events.OfType<GapEvent>());
    }

    [Fact]
    public async Task Whatever_waits_of_a_live_camera_holds_it_up_only_beyond_all_bounds()
    {
        var queue = new CutQueue(() => { });
        for (var index = 0; index < 100; index++)
        {
            Assert.False(await queue.PutAsync(NewCut(events: 50), isLive: true, default));
        }

        Assert.Equal(5_000, queue.Events);
        var held = queue.PutAsync(NewCut(events: CutQueue.MostEvents), isLive: true, default).AsTask();
        Assert.False(held.IsCompleted);
        Assert.Equal(101, queue.Take()!.Merged);
        Assert.True(await held);
        Assert.Null(queue.Take());
    }

    [Fact]
    public async Task A_recording_waits_when_too_much_is_not_stored_and_a_stop_ends_the_wait_without_losing_it()
    {
        var queue = new CutQueue(() => { });
        for (var index = 1; index < CutQueue.MostCuts; index++)
        {
            Assert.False(await queue.PutAsync(NewCut(events: 1), isLive: false, default));
        }

        using var stop = new CancellationTokenSource();
        var held = queue.PutAsync(NewCut(events: 1), isLive: false, stop.Token).AsTask();
        Assert.False(held.IsCompleted);
        await stop.CancelAsync();
        await held;
        Assert.Equal((CutQueue.MostCuts, CutQueue.MostCuts), (queue.Events, queue.Take()!.Events.Count));
    }

    [Fact]
    public async Task How_late_the_pictures_of_a_live_camera_are_counted_is_known()
    {
        var clock = new ManualClock();
        var now = clock.GetUtcNow();
        var source = new LiveSource(_pictures, new SourceOrder { Address = "live" }, now.AddSeconds(-10));
        for (var late = 1000; late > 0; late -= 10)
        {
            source.Show(now.AddMilliseconds(-late));
        }

        source.Break();
        var run = new CameraRun(
            _order, Checkpoint.Empty, new CameraTools(new PlayedSources { ["live"] = _ => source }, new PlayedDetectors(), clock, 1), new CutQueue(() => { }));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), run.Latency);
        await Assert.ThrowsAsync<SourceException>(() => run.RunAsync(default));

        Assert.InRange(run.Latency.P50.TotalMilliseconds, 500, 550);
        Assert.InRange(run.Latency.P99.TotalMilliseconds, 990, 1090);
    }

    private static Cut NewCut(int events) => new()
    {
        Configuration = 1, Source = "live", Start = _noon, Frame = 1, Pts = default, Checksum = 0, Delta = default,
        Events = [.. Enumerable.Repeat(new GapEvent(0, 0, _noon, _noon, 0, "test"), events)],
    };

    private static async Task<(Checkpoint Checkpoint, List<CameraEvent> Events)> RunAsync(
        Checkpoint from, DateTimeOffset[] shown, CameraOrder? order = null, Action<Frame>? detector = null)
    {
        var source = new LiveSource(_pictures, new SourceOrder { Address = "live", Start = from.Start, After = from.Frame > 0 ? new ResumePoint(from.Frame, from.Pts, 0) : null }, _noon);
        foreach (var time in shown)
        {
            source.Show(time);
        }

        return await RunAsync(from, source, order, detector);
    }

    private static async Task<(Checkpoint Checkpoint, List<CameraEvent> Events)> RunAsync(
        Checkpoint from, LiveSource source, CameraOrder? order, Action<Frame>? detector)
    {
        var (checkpoint, events) = (from, new List<CameraEvent>());
        CutQueue queue = null!;
        queue = new CutQueue(() =>
        {
            var cut = queue.Take()!;
            events.AddRange(cut.Events);
            checkpoint = checkpoint with
            {
                Configuration = cut.Configuration, Source = cut.Source, Start = cut.Start, Frame = cut.Frame, Pts = cut.Pts,
                Checksum = cut.Checksum, Delta = cut.Delta, Base = cut.Base ?? checkpoint.Base,
            };
        });
        source.Break();
        var detectors = new PlayedDetectors { Make = (_, _) => new ScriptedDetector((frame, _) => detector!(frame)) };
        var run = new CameraRun(order ?? _order, from, new CameraTools(new PlayedSources { ["live"] = _ => source }, detectors, TimeProvider.System, 1), queue);
        await Assert.ThrowsAsync<SourceException>(() => run.RunAsync(default));
        return (checkpoint, events);
    }
}
