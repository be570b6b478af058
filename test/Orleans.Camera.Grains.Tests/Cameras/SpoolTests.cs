using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Storage.Spooling;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Grains.Tests.Cameras;

/// <summary>What is counted while the store is away: writer, queue and spool together, and what the next owner makes of it.</summary>
public sealed class SpoolTests : IDisposable
{
    private const string Name = "door";
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryCheckpointStore _store = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_the_store_does_and_wherever_owners_die_each_ones_events_are_stored_once_up_to_where_it_was()
    {
        var spooling = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var (store, random, lives) = (new MemoryCheckpointStore(TimeProvider.System), new Random(seed), new List<Life>());
            var spools = new FileSpools(_folder[$"{seed}"], most: 1 << 20, NullLogger<FileSpools>.Instance);
            store.OnCommit = _ => (StoreFault)random.Next(3);
            for (var owner = 0; owner < 4; owner++)
            {
                store.IsAway = false;
                var life = await Life.BeginAsync(spools, store, seed + owner, epochFrame: 1000 * (owner + 1));
                lives.Add(life);
                for (var step = random.Next(40); step > 0; step--)
                {
                    store.IsAway = random.Next(4) == 0 ? !store.IsAway : store.IsAway;
                    await life.StepAsync(random.Next(3));
                    if (random.Next(4) == 0)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
                    }

                    spooling += life.IsSpooling ? 1 : 0;
                }

                await life.DieAsync();
                Tear(_folder[$"{seed}"], random);
            }

            store.IsAway = false;
            await (await Life.BeginAsync(spools, store, seed, epochFrame: 9000)).DieAsync();
            var stored = store.EventsOf(Name);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(known => known.Sequence));
            Assert.Empty(Directory.Exists(_folder[$"{seed}"]) ? Directory.GetFiles(_folder[$"{seed}"]) : []);
            foreach (var life in lives)
            {
                var own = stored.Where(known => life.Counted.Contains(known with { Sequence = 0, Epoch = 0 })).ToList();
                Assert.Equal(life.Counted.Take(own.Count), own.Select(known => known with { Sequence = 0, Epoch = 0 }));
                Assert.InRange(own.Count, life.Sure, life.Counted.Count);
            }

            Assert.Equal(stored.Count, lives.Sum(life => stored.Count(known => life.Counted.Contains(known with { Sequence = 0, Epoch = 0 }))));
        }
    }

    [Fact]
    public async Task What_a_newer_owner_has_superseded_is_dropped()
    {
        var spools = new FileSpools(_folder["spool"], most: 1 << 20, NullLogger<FileSpools>.Instance);
        var old = await Life.BeginAsync(spools, _store, seed: 1, epochFrame: 1000);
        await CountUntilSpooledAsync(old);
        await old.DieAsync();

        _store.IsAway = false;
        await new CheckpointWriter(Name, "elsewhere", _store, new HurriedTime(), new Random(2)).ClaimAsync(default);
        var next = await Life.BeginAsync(spools, _store, seed: 3, epochFrame: 2000);

        Assert.Empty(_store.EventsOf(Name));
        Assert.Empty(Directory.GetFiles(_folder["spool"]));
        Assert.Equal(0, _store.StateOf(Name)!.Frame);
        await next.DieAsync();
    }

    [Fact]
    public async Task What_an_owner_that_died_has_left_is_stored_by_the_next_one_here_with_the_place_that_it_had_reached()
    {
        var spools = new FileSpools(_folder["spool"], most: 1 << 20, NullLogger<FileSpools>.Instance);
        var old = await Life.BeginAsync(spools, _store, seed: 1, epochFrame: 1000);
        await CountUntilSpooledAsync(old);
        await old.DieAsync();

        _store.IsAway = false;
        var next = await Life.BeginAsync(spools, _store, seed: 3, epochFrame: 2000);

        Assert.Equal(old.Counted, _store.EventsOf(Name).Select(known => known with { Sequence = 0, Epoch = 0 }));
        Assert.All(_store.EventsOf(Name), known => Assert.Equal(1, known.Epoch));
        Assert.Equal((2, old.Frame), (_store.StateOf(Name)!.Tag.Epoch, _store.StateOf(Name)!.Frame));
        await next.DieAsync();
    }

    [Fact]
    public async Task A_spool_that_is_full_takes_nothing_more_and_loses_nothing_that_it_has()
    {
        var spools = new FileSpools(_folder["spool"], most: 4_000, NullLogger<FileSpools>.Instance);
        var life = await Life.BeginAsync(spools, _store, seed: 1, epochFrame: 1000);
        await CountUntilSpooledAsync(life);
        for (var step = 0; step < 200; step++)
        {
            await life.StepAsync(events: 5);
        }

        Assert.InRange(new FileInfo(Assert.Single(Directory.GetFiles(_folder["spool"]))).Length, 4_000, 6_000);
        _store.IsAway = false;
        await life.StepAsync(events: 1);
        await life.FinishAsync();
        Assert.Equal(life.Counted, _store.EventsOf(Name).Select(known => known with { Sequence = 0, Epoch = 0 }));
        Assert.Empty(Directory.GetFiles(_folder["spool"]));
        await life.DieAsync();
    }

    private async Task CountUntilSpooledAsync(Life life)
    {
        _store.IsAway = true;
        await life.StepAsync(events: 2);
        for (var left = 5_000; left > 0 && !life.IsSpooling; left--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        for (var step = 0; step < 5; step++)
        {
            await life.StepAsync(events: 2);
        }

        Assert.Equal(life.Counted.Count, life.Sure);
    }

    /// <summary>A power cut in the middle of an append: part of a record is there.</summary>
    private static void Tear(string folder, Random random)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            var junk = new byte[random.Next(60)];
            random.NextBytes(junk);
            if (junk.Length > 8)
            {
                (junk[0], junk[1], junk[2], junk[3]) = (40, 0, 0, 0);
            }

            using var stream = new FileStream(file, FileMode.Append);
            stream.Write(junk);
        }
    }

    /// <summary>One owner, as the grain is one: what it counts, and what of it cannot be lost any more.</summary>
    private sealed class Life(ICutSpool spool, CheckpointWriter writer, long frame)
    {
        private readonly CutQueue _queue = new(() => { }, spool);
        private readonly CancellationTokenSource _end = new();
        private Task? _writing;

        public List<CameraEvent> Counted { get; } = [];

        public long Frame { get; private set; } = frame;

        public int Sure { get; private set; }

        public bool IsSpooling => spool.IsBegun;

        public static async Task<Life> BeginAsync(FileSpools spools, MemoryCheckpointStore store, int seed, long epochFrame)
        {
            var spool = spools.Open(Name);
            var writer = new CheckpointWriter(Name, "silo", store, new LeapingTime(), new Random(seed), spool);
            await writer.ReadAsync(default);
            await writer.RecoverAsync(default);
            await writer.ClaimAsync(default);
            writer.MaySpool = true;
            return new Life(spool, writer, epochFrame);
        }

        public async Task StepAsync(int events)
        {
            Frame++;
            var cut = NewCut(Frame, events);
            Counted.AddRange(cut.Events);
            var isBegun = spool.IsBegun;
            await _queue.PutAsync(cut, isLive: true, default);
            if (isBegun && spool.IsBegun && _queue.Events == 0)
            {
                Sure = Counted.Count;
            }

            if (_writing?.IsCompleted != false)
            {
                await (_writing ?? Task.CompletedTask);
                if ((spool.IsBegun ? spool.Take() : _queue.Take()) is { } next)
                {
                    writer.Add(next);
                }

                _writing = writer.WriteAsync(_end.Token);
            }

            await Task.Yield();
        }

        public async Task FinishAsync()
        {
            for (var left = 100; left > 0 && (left > 97 || spool.IsBegun || _queue.Events > 0); left--)
            {
                await (_writing ?? Task.CompletedTask);
                if ((spool.IsBegun ? spool.Take() : _queue.Take()) is { } next)
                {
                    writer.Add(next);
                }

                _writing = writer.WriteAsync(_end.Token);
            }

            await _writing!;
        }

        public async Task DieAsync()
        {
            await _end.CancelAsync();
            await (_writing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            spool.Dispose();
            _end.Dispose();
        }

        private static Cut NewCut(long frame, int events) => new()
        {
            Configuration = 1, Source = "rtsp://camera", Start = DateTimeOffset.UnixEpoch, Frame = frame, Pts = TimeSpan.FromSeconds(frame),
            Checksum = (uint)frame, Delta = new byte[] { (byte)frame },
            Events = [.. Enumerable.Range(0, events).Select(index => (frame + index) % 3 == 0
                ? (CameraEvent)new GapEvent(0, 0, DateTimeOffset.UnixEpoch.AddSeconds(frame), DateTimeOffset.UnixEpoch.AddSeconds(frame + 1), index, $"gap {frame}.{index}")
                : new CrossingEvent(0, 0, "line", index % 2 == 0 ? Direction.In : Direction.Out, "car", index, frame, DateTimeOffset.UnixEpoch))],
        };
    }

    /// <summary>A clock on which every wait is over at once, and half a second passes whenever somebody looks.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimeSpan.TicksPerSecond / 2);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime, period);
    }
}
