using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

public class CheckpointWriterTests
{
    private const string Name = "door";
    private readonly MemoryCheckpointStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Whatever_the_store_does_to_each_write_what_is_stored_is_what_was_counted_once_each()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (store, random) = (new MemoryCheckpointStore(TimeProvider.System), new Random(seed));
            store.OnCommit = _ => (StoreFault)random.Next(3);
            var writer = NewWriter(store, "a", seed);
            await writer.ClaimAsync(default);
            var counted = new List<CameraEvent>();
            for (var frame = 1; frame <= 30; frame++)
            {
                var cut = NewCut(frame, random.Next(4), random.Next(5) == 0);
                counted.AddRange(cut.Events);
                writer.Add(cut);
                if (random.Next(2) == 0)
                {
                    Assert.NotNull(await writer.WriteAsync(default));
                }
            }

            Assert.NotNull(await writer.WriteAsync(default));
            var stored = store.EventsOf(Name);
            Assert.Equal(Enumerable.Range(1, counted.Count).Select(number => (long)number), stored.Select(known => known.Sequence));
            Assert.Equal(counted, stored.Select(known => known with { Sequence = 0, Epoch = 0 }));
            Assert.Equal(30, store.StateOf(Name)!.Frame);
            Assert.Equal(counted.Count, store.StateOf(Name)!.Totals.Sum(total => total.In + total.Out));
        }
    }

    [Fact]
    public async Task Two_owners_at_once_never_both_count_and_leave_no_hole()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (store, random) = (new MemoryCheckpointStore(TimeProvider.System), new Random(seed));
            store.OnCommit = _ => (StoreFault)random.Next(4);
            var writers = new List<(CheckpointWriter Writer, List<CameraEvent> Confirmed)>();
            for (var step = 0; step < 40; step++)
            {
                if (writers.Count == 0 || random.Next(8) == 0)
                {
                    var next = NewWriter(store, $"owner {writers.Count}", seed + step);
                    await next.ClaimAsync(default);
                    writers.Add((next, []));
                }

                var (writer, told) = writers[random.Next(writers.Count)];
                writer.Add(NewCut(step + 1, random.Next(3), random.Next(5) == 0));
                told.AddRange(await writer.WriteAsync(default) ?? []);
                if (random.Next(5) == 0)
                {
                    store.Deliver();
                }
            }

            store.Deliver();
            var stored = store.EventsOf(Name);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(known => known.Sequence));
            Assert.Subset(stored.ToHashSet(), writers.SelectMany(owner => owner.Confirmed).ToHashSet());
            var confirmed = writers.SelectMany(owner => owner.Confirmed).Select(known => known.Sequence).ToList();
            Assert.Equal(confirmed.Count, confirmed.Distinct().Count());
            Assert.True(store.Committed.Select(write => write.Next.Tag.Epoch).SequenceEqual(store.Committed.Select(write => write.Next.Tag.Epoch).Order()));
        }
    }

    [Fact]
    public async Task Two_that_claim_at_once_get_an_epoch_each()
    {
        var first = NewWriter(_store, "a", 1);
        var second = NewWriter(_store, "b", 2);
        var (isFirst, hold) = (true, new TaskCompletionSource());
        _store.Delay = () => isFirst ? Held() : Task.CompletedTask;

        var claim = first.ClaimAsync(default);
        await second.ClaimAsync(default);
        hold.SetResult();
        await claim;

        Assert.Equal((2, 1), (first.Current.Tag.Epoch, second.Current.Tag.Epoch));
        Assert.Null(await second.WriteAsync(default));
        Assert.NotNull(await first.WriteAsync(default));

        Task Held()
        {
            isFirst = false;
            return hold.Task;
        }
    }

    [Fact]
    public async Task A_fenced_owner_stores_nothing_more_however_often_it_tries()
    {
        var old = NewWriter(_store, "a", 1);
        await old.ClaimAsync(default);
        await NewWriter(_store, "b", 2).ClaimAsync(default);

        for (var frame = 1; frame <= 3; frame++)
        {
            old.Add(NewCut(frame, events: 2, withBase: true));
            Assert.Null(await old.WriteAsync(default));
        }

        Assert.False(old.IsOwner);
        Assert.Empty(_store.EventsOf(Name));
        Assert.Equal("b", _store.StateOf(Name)!.Owner);
    }

    [Fact]
    public async Task A_sign_of_life_changes_nothing_but_the_tag_and_the_cursor()
    {
        var writer = NewWriter(_store, "a", 1);
        await writer.ClaimAsync(default);
        writer.Add(NewCut(1, events: 3, withBase: true));
        await writer.WriteAsync(default);
        var before = _store.StateOf(Name)!;
        writer.Announced = 2;
        await writer.WriteAsync(default);

        Assert.Equal(before with { Tag = before.Tag.Next, Announced = 2 }, _store.StateOf(Name));
    }

    [Fact]
    public async Task The_trouble_of_the_store_shows_until_it_answers()
    {
        var (failures, seen) = (0, new List<string?>());
        var writer = NewWriter(_store, "a", 1);
        writer.TroubleChanged = () => seen.Add(writer.Trouble);
        _store.OnCommit = _ => failures++ < 3 ? StoreFault.Before : StoreFault.None;

        await writer.ClaimAsync(default);

        Assert.Equal(["the test said so", null], seen);
    }

    private static CheckpointWriter NewWriter(MemoryCheckpointStore store, string owner, int seed) =>
        new(Name, owner, store, new HurriedTime(), new Random(seed));

    private static Cut NewCut(long frame, int events, bool withBase) => new()
    {
        Configuration = 1,
        Source = "clip",
        Start = DateTimeOffset.UnixEpoch,
        Frame = frame,
        Pts = TimeSpan.FromSeconds(frame),
        Checksum = (uint)frame,
        Delta = new byte[] { (byte)frame },
        Base = withBase ? new CheckpointBase(frame, TimeSpan.FromSeconds(frame), (uint)frame, new byte[] { 1 }) : null,
        Events = [.. Enumerable.Range(0, events).Select(index => new CrossingEvent(
            0, 0, "line", index % 2 == 0 ? Direction.In : Direction.Out, "car", index, frame, DateTimeOffset.UnixEpoch))],
    };
}
