using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Tests.Imaging;

public sealed class PicturePoolTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [JpegTheory]
    [InlineData(64, 48, 0, 0)]
    [InlineData(322, 182, 0, 0)] // no whole blocks, and odd chroma planes
    [InlineData(320, 180, 411, 57)] // a gate plane that is wider: rows with something behind them
    [InlineData(768, 432, 192, 108)]
    public async Task A_JPEG_shows_the_colour_picture_that_was_given(int width, int height, int gateWidth, int gateHeight)
    {
        using var pool = Pool(BadPictureJob.Good);
        using var frame = Decoded.Scene(new(width, height), new(gateWidth, gateHeight));

        var jpeg = await pool.EncodeJpegAsync(frame, CancellationToken.None);

        var pixels = await Decoded.OfAsync(jpeg, "yuv420p");
        byte[] given = [.. Decoded.Packed(frame.Luma), .. Decoded.Packed(frame.ChromaU), .. Decoded.Packed(frame.ChromaV)];
        Assert.InRange(Decoded.Psnr(given, pixels), 38, 100);
        Assert.InRange(Decoded.Psnr(Decoded.Packed(frame.ChromaV), pixels.AsSpan(width * height * 5 / 4)), 35, 100);
    }

    [JpegTheory]
    [InlineData(192, 108)]
    [InlineData(191, 107)]
    public async Task A_JPEG_shows_the_gate_plane_where_no_colours_travel(int width, int height)
    {
        using var pool = Pool(BadPictureJob.Good);
        using var frame = Decoded.Scene(default, new(width, height));

        var jpeg = await pool.EncodeJpegAsync(frame, CancellationToken.None);

        // What FFmpeg calls grey has the full range always; its Y of a colour picture has the limited one.
        var pixels = await Decoded.OfAsync(jpeg, "yuv444p");
        Assert.InRange(Decoded.Psnr(Decoded.Packed(frame.Gate), pixels.AsSpan(0, width * height)), 38, 100);
    }

    [Theory]
    [InlineData(768, 432, 416, 416, 192, 108)]
    [InlineData(322, 482, 320, 100, 411, 57)]
    [InlineData(640, 480, 64, 64, 0, 0)]
    public async Task A_picture_is_resized_to_the_byte_as_in_this_process(int width, int height, int boxWidth, int boxHeight, int gateWidth, int gateHeight)
    {
        using var pool = Pool(BadPictureJob.Good);
        using var frame = Decoded.Scene(new(width, height), new(gateWidth, gateHeight));
        var box = new PictureSize(boxWidth, boxHeight);
        using var expected = new PictureFitter().Fit(frame, box)!;

        using var resized = await pool.ResizeAsync(frame, box, CancellationToken.None);

        Assert.Equal((expected.Layout, expected.Number, expected.Pts, expected.Time), (resized.Layout, resized.Number, resized.Pts, resized.Time));
        Assert.Equal(Decoded.Packed(expected.Luma), Decoded.Packed(resized.Luma));
        Assert.Equal(Decoded.Packed(expected.ChromaU), Decoded.Packed(resized.ChromaU));
        Assert.Equal(Decoded.Packed(expected.ChromaV), Decoded.Packed(resized.ChromaV));
        Assert.Equal(Decoded.Packed(expected.Gate), Decoded.Packed(resized.Gate));
    }

    [Fact]
    public async Task A_picture_that_is_no_larger_comes_back_and_starts_no_process()
    {
        using var pool = Pool(BadPictureJob.Good);
        using var frame = Decoded.Scene(new(64, 48), default);

        using var same = await pool.ResizeAsync(frame, new PictureSize(64, 48), CancellationToken.None);

        Assert.Same(frame, same);
        Assert.Empty(pool.Health.Processes);
    }

    [JpegFact]
    public async Task While_ten_wait_one_more_is_refused_at_once_and_counted_and_the_ten_share_a_hand_over()
    {
        using var pool = Pool(BadPictureJob.Named("waits for a file", Marker));
        using var frame = Decoded.Scene(new(64, 48), default);
        var first = await InHandAsync(pool, frame);
        var ten = Enumerable.Range(0, 10).Select(_ => pool.EncodeJpegAsync(frame, CancellationToken.None)).ToArray();
        Assert.Equal((10, 0), (pool.Health.Waiting, pool.Health.Refused));

        var fault = await Assert.ThrowsAsync<PictureRefusedException>(() => pool.EncodeJpegAsync(frame, CancellationToken.None));

        Assert.Contains("10 pictures wait", fault.Message, StringComparison.Ordinal);
        Assert.Equal((10, 1), (pool.Health.Waiting, pool.Health.Refused));
        await File.WriteAllTextAsync(Marker, "");
        await Task.WhenAll([first, .. ten]).WaitAsync(_patience);
        var health = pool.Health;
        Assert.Equal((0, 11, 2, 1), (health.Waiting, health.Answered, health.HandOvers, health.Refused));
        Assert.True(health.Processes is [{ Id: > 0, Memory: > 20 << 20, MostMemory: 512 << 20, Restarts: 0, Trouble: "" }], $"{health}");
    }

    [JpegFact]
    public async Task Several_processes_share_what_waits_and_no_picture_is_mistaken_for_another()
    {
        using var pool = new PicturePool(new() { Processes = 2, Queue = 64, Process = Options(BadPictureJob.Good) }, NullLogger<PicturePool>.Instance);
        PictureSize[] sizes = [.. Enumerable.Range(16, 64).Select(side => new PictureSize(2 * side, 16))];

        var jpegs = await Task.WhenAll(sizes.Select(async size =>
        {
            using var frame = Decoded.Scene(size, default);
            return await pool.EncodeJpegAsync(frame, CancellationToken.None);
        })).WaitAsync(_patience);

        Assert.Equal(sizes, jpegs.Select(jpeg => JpegHeader.SizeOf(jpeg)!.Value));
        Assert.Equal(2, pool.Health.Processes.Count);
        Assert.InRange(pool.Health.HandOvers, 2, 40);
    }

    [JpegFact]
    public async Task A_kill_costs_the_pictures_in_the_process_another_try_and_the_others_nothing()
    {
        using var pool = Pool(BadPictureJob.Named("waits for a file", Marker));
        using var frame = Decoded.Scene(new(64, 48), default);
        var first = await InHandAsync(pool, frame);
        var others = Enumerable.Range(0, 5).Select(_ => pool.EncodeJpegAsync(frame, CancellationToken.None)).ToArray();

        Signals.Kill(pool.Health.Processes[0].Id);
        await File.WriteAllTextAsync(Marker, "");

        var jpegs = await Task.WhenAll([first, .. others]).WaitAsync(_patience);
        Assert.All(jpegs, jpeg => Assert.Equal(new PictureSize(64, 48), JpegHeader.SizeOf(jpeg)));
        Assert.True(pool.Health.Processes is [{ Restarts: 1, Trouble: "it was killed (signal 9)" }], $"{pool.Health.Processes[0]}");
    }

    [JpegFact]
    public async Task A_picture_that_kills_its_process_takes_no_other_along()
    {
        using var pool = Pool(BadPictureJob.Named("dies of small pictures"));
        using var large = Decoded.Scene(new(64, 48), default);
        using var small = Decoded.Scene(new(16, 16), default);
        var first = await InHandAsync(pool, large);
        var bad = pool.EncodeJpegAsync(small, CancellationToken.None);
        var good = Enumerable.Range(0, 4).Select(_ => pool.EncodeJpegAsync(large, CancellationToken.None)).ToArray();

        await Assert.ThrowsAsync<WorkerLostException>(() => bad.WaitAsync(_patience));

        await Task.WhenAll([first, .. good]).WaitAsync(_patience);
    }

    [JpegFact]
    public async Task Whoever_gives_up_waits_no_longer_and_makes_room()
    {
        using var pool = Pool(BadPictureJob.Named("waits for a file", Marker));
        using var frame = Decoded.Scene(new(64, 48), default);
        using var giveUp = new CancellationTokenSource();
        var first = await InHandAsync(pool, frame, giveUp.Token);
        var waiting = Enumerable.Range(0, 10).Select(_ => pool.EncodeJpegAsync(frame, giveUp.Token)).ToArray();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(_patience));
        foreach (var one in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.WaitAsync(_patience));
        }

        Assert.Equal(0, pool.Health.Waiting);
        await File.WriteAllTextAsync(Marker, "");
        Assert.NotEmpty(await pool.EncodeJpegAsync(frame, CancellationToken.None).WaitAsync(_patience));
    }

    [JpegFact]
    public async Task At_its_end_it_finishes_what_is_worked_on_and_refuses_what_waits()
    {
        var pool = Pool(BadPictureJob.Named("waits for a file", Marker));
        using var frame = Decoded.Scene(new(64, 48), default);
        var first = await InHandAsync(pool, frame);
        var process = pool.Health.Processes[0].Id;
        var waiting = pool.EncodeJpegAsync(frame, CancellationToken.None);

        var ending = Task.Run(pool.Dispose);

        await Assert.ThrowsAsync<WorkerLostException>(() => waiting.WaitAsync(_patience));
        await File.WriteAllTextAsync(Marker, "");
        Assert.NotEmpty(await first.WaitAsync(_patience));
        await ending.WaitAsync(_patience);
        Assert.True(Signals.WaitForEnd(process, TimeSpan.Zero));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.EncodeJpegAsync(frame, CancellationToken.None));
    }

    [Fact]
    public async Task Garbage_from_a_process_is_refused_and_the_process_goes_on()
    {
        using var pool = Pool(BadPictureJob.Named("answers garbage"));
        using var frame = Decoded.Scene(new(64, 48), default);
        for (var picture = 0; picture < 100; picture++)
        {
            var fault = await Assert.ThrowsAsync<IOException>(() => pool.EncodeJpegAsync(frame, CancellationToken.None));

            Assert.DoesNotContain(fault.Message, char.IsControl);
        }

        Assert.True(pool.Health.Processes is [{ Restarts: 0 }]);
    }

    [Fact]
    public async Task A_process_that_cannot_begin_is_told_with_its_reason()
    {
        using var pool = Pool(BadPictureJob.Named("refuses to begin"));
        using var frame = Decoded.Scene(new(64, 48), default);

        var fault = await Assert.ThrowsAsync<WorkerLostException>(() => pool.EncodeJpegAsync(frame, CancellationToken.None));

        Assert.Contains("picture work died 5 times", fault.Message, StringComparison.Ordinal);
        Assert.Contains("it is told so by a test", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6000, 6000)]
    [InlineData(0, 0)]
    public async Task A_picture_that_is_too_large_or_none_is_the_callers_fault(int width, int height)
    {
        using var pool = Pool(BadPictureJob.Good);
        using var frame = Frame.Over(new FrameLayout(new(8, 8), default, new(width, height)), new byte[width * height * 3 / 2], 1, default, default);

        await Assert.ThrowsAsync<ArgumentException>(() => pool.EncodeJpegAsync(frame, CancellationToken.None));
        Assert.Empty(pool.Health.Processes);
    }

    private string Marker => Path.Combine(_folder.FullName, "marker");

    private static IsolationOptions Options(IReadOnlyList<string> command) => new PicturePoolOptions().Process with { Command = command };

    private static PicturePool Pool(IReadOnlyList<string> command) => new(new() { Process = Options(command) }, NullLogger<PicturePool>.Instance);

    /// <summary>A picture that a process has: it does not wait any more.</summary>
    private static async Task<Task<byte[]>> InHandAsync(PicturePool pool, Frame frame, CancellationToken cancellationToken = default)
    {
        var first = pool.EncodeJpegAsync(frame, cancellationToken);
        var watch = Stopwatch.StartNew();
        while (pool.Health.HandOvers == 0)
        {
            Assert.True(watch.Elapsed < _patience, "no process took it");
            await Task.Yield();
        }

        return first;
    }
}
