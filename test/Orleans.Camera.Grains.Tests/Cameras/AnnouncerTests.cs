using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Grains.Tests.Cameras;

public sealed class AnnouncerTests
{
    private const string Name = "door";
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task How_late_is_announced_counts_from_the_picture_that_made_the_oldest_event_sure()
    {
        var store = new MemoryCheckpointStore(_clock);
        var writer = new CheckpointWriter(Name, "a", store, _clock, new Random(1));
        var announcer = new Announcer(Name, writer, store, new Nobody(), _clock, new Random(1));
        await writer.ClaimAsync(default);
        var now = _clock.GetUtcNow();
        writer.Add(NewCut(1, crossed: now.AddSeconds(-9), sure: null));
        writer.Add(NewCut(2, crossed: now.AddSeconds(-9), sure: now.AddMilliseconds(-400)));
        writer.Add(NewCut(3, crossed: now.AddSeconds(-9), sure: now.AddMilliseconds(-100)));
        var events = await writer.WriteAsync(default);
        Assert.Equal(TimeSpan.Zero, announcer.DelayP99);

        announcer.Committed(events!, writer.SureSince);
        using var end = new CancellationTokenSource();
        var running = announcer.RunAsync(end.Token);
        Assert.Equal(writer.Current.Sequence, writer.Announced);

        Assert.InRange(announcer.DelayP99.TotalMilliseconds, 400, 440);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static Cut NewCut(long frame, DateTimeOffset crossed, DateTimeOffset? sure) => new()
    {
        Configuration = 1, Source = "live", Start = crossed, Frame = frame, Pts = default, Checksum = 0, Delta = default, SureSince = sure,
        Events = sure is null ? [] : [new CrossingEvent(0, 0, "line", Direction.In, "person", 1, frame, crossed)],
    };

    private sealed class Nobody : IAudience
    {
        public Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Tell(CameraStatus status)
        {
            // Nobody listens.
        }

        public void Tell(AlertRecord alert)
        {
            // Nobody listens.
        }
    }
}
