using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class PictureQueueTests
{
    private readonly FramePool _pool = new(new FrameLayout(new PictureSize(2, 2), new PictureSize(2, 2)), capacity: 1000);

    [Fact]
    public async Task A_full_live_queue_drops_the_oldest_and_never_a_gap()
    {
        using var queue = new PictureQueue(capacity: 3, dropsOldest: true);
        for (var i = 1; i <= 10; i++)
        {
            Assert.True(queue.Enqueue(Picture(i), i is 2 or 5 or 9 ? GapOf(i) : null));
        }

        queue.End(gap: null, fault: null);

        Assert.Equal(["gap 2..5 of 7", "8", "gap 9..9 of 9", "9", "10", "end"], await ReadAllAsync(queue));
        Assert.Equal(7, queue.Dropped);
    }

    [Fact]
    public async Task A_queue_of_one_keeps_the_gap_of_what_it_dropped()
    {
        using var queue = new PictureQueue(capacity: 1, dropsOldest: true);
        queue.Enqueue(Picture(1), GapOf(1));
        queue.Enqueue(Picture(2), gapBefore: null);
        queue.End(gap: null, fault: null);

        Assert.Equal(["gap 1..1 of 1", "2", "end"], await ReadAllAsync(queue));
    }

    [Fact]
    public async Task A_full_queue_of_a_file_waits_and_loses_nothing()
    {
        using var queue = new PictureQueue(capacity: 3, dropsOldest: false);
        var writing = Task.Factory.StartNew(
            () =>
            {
                for (var i = 1; i <= 500; i++)
                {
                    queue.Enqueue(Picture(i), gapBefore: null);
                }

                queue.End(GapOf(501), new SourceException("broken"));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var i = 1; i <= 500; i++)
        {
            using var frame = (await queue.ReadAsync(CancellationToken.None)).Frame!;
            Assert.Equal(i, frame.Number);
        }

        Assert.NotNull((await queue.ReadAsync(CancellationToken.None)).Gap);
        Assert.Equal("broken", (await Assert.ThrowsAsync<SourceException>(async () => await queue.ReadAsync(CancellationToken.None))).Message);
        await writing;
        Assert.Equal(0, queue.Dropped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_goes_on_where_the_picture_comes_from_only_where_it_is_to(bool countsHere)
    {
        using var queue = new PictureQueue(capacity: 3, dropsOldest: true, countsHere: countsHere);
        var thread = 0;
        var reading = ReadOneAsync();
        var writing = new Thread(() => queue.Enqueue(Picture(1), gapBefore: null));

        writing.Start();
        await reading;
        writing.Join();

        Assert.Equal(countsHere, thread == writing.ManagedThreadId);

        async Task ReadOneAsync()
        {
            using var frame = (await queue.ReadAsync(CancellationToken.None).ConfigureAwait(false)).Frame;
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task Whoever_ends_a_queue_does_not_go_on_for_its_reader()
    {
        var queue = new PictureQueue(capacity: 3, dropsOldest: true, countsHere: true);
        var thread = 0;
        var reading = ReadEndAsync();
        var ending = new Thread(queue.Dispose);

        ending.Start();
        await reading;
        ending.Join();

        Assert.NotEqual(ending.ManagedThreadId, thread);

        async Task ReadEndAsync()
        {
            Assert.True((await queue.ReadAsync(CancellationToken.None).ConfigureAwait(false)).IsEnd);
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task A_cancelled_read_loses_no_picture()
    {
        using var queue = new PictureQueue(capacity: 3, dropsOldest: false);
        using var stop = new CancellationTokenSource();
        var reading = queue.ReadAsync(stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        queue.Enqueue(Picture(1), gapBefore: null);
        using var frame = (await queue.ReadAsync(CancellationToken.None)).Frame!;
        Assert.Equal(1, frame.Number);
    }

    [Fact]
    public async Task A_reader_that_nobody_watches_is_woken_for_several_pictures_and_for_the_last_ones()
    {
        using var queue = new PictureQueue(capacity: 4, dropsOldest: false, wakeAt: 2);
        var reading = queue.ReadAsync(CancellationToken.None).AsTask();

        queue.Enqueue(Picture(1), gapBefore: null);
        Assert.False(reading.IsCompleted);
        queue.Enqueue(Picture(2), gapBefore: null);
        using var first = (await reading).Frame!;
        using var second = (await queue.ReadAsync(CancellationToken.None)).Frame!;
        reading = queue.ReadAsync(CancellationToken.None).AsTask();
        queue.Enqueue(Picture(3), gapBefore: null);
        Assert.False(reading.IsCompleted);
        queue.End(gap: null, fault: null);
        using var third = (await reading).Frame!;

        Assert.Equal([1, 2, 3], [first.Number, second.Number, third.Number]);
        Assert.True((await queue.ReadAsync(CancellationToken.None)).IsEnd);
    }

    [Fact]
    public async Task Closing_wakes_a_writer_that_waits_and_a_reader_that_waits()
    {
        var full = new PictureQueue(capacity: 1, dropsOldest: false);
        full.Enqueue(Picture(1), gapBefore: null);
        var writing = Task.Factory.StartNew(
            () => full.Enqueue(Picture(2), gapBefore: null), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var empty = new PictureQueue(capacity: 1, dropsOldest: false);
        var reading = empty.ReadAsync(CancellationToken.None).AsTask();

        full.Dispose();
        empty.Dispose();

        Assert.False(await writing);
        Assert.True((await reading).IsEnd);
    }

    private static Gap GapOf(int number) =>
        new(DateTimeOffset.UnixEpoch.AddSeconds(number), DateTimeOffset.UnixEpoch.AddSeconds(number), number, "test");

    private static async Task<List<string>> ReadAllAsync(PictureQueue queue)
    {
        var all = new List<string>();
        while (await queue.ReadAsync(CancellationToken.None) is { IsEnd: false } read)
        {
            all.Add(read.Gap is { } gap ? $"gap {gap.From.ToUnixTimeSeconds()}..{gap.To.ToUnixTimeSeconds()} of {gap.Pictures}" : $"{read.Frame!.Number}");
            read.Frame?.Dispose();
        }

        all.Add("end");
        return all;
    }

    private Frame Picture(int number)
    {
        var frame = _pool.Rent();
        frame.Stamp(number, TimeSpan.FromSeconds(number), DateTimeOffset.UnixEpoch.AddSeconds(number));
        return frame;
    }
}
