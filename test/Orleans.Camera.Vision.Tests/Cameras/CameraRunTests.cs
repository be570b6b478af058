using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Cameras;

public sealed class CameraRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CameraSources _sources;
    private readonly Scene _scene = StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 30);

    public CameraRunTests() =>
        _sources = new CameraSources(new FrameSourceOptions { Policy = new SourcePolicy { Folders = [_folder.FullName] } }, NullLoggerFactory.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_video_that_is_read_by_one_process_after_the_other_counts_what_one_alone_counts()
    {
        var order = await OrderAsync();
        var (whole, _) = await RunAsync(order, Checkpoint.Empty, stopAfter: long.MaxValue);
        Assert.True(whole.OfType<CrossingEvent>().Count() >= 5, "nothing crosses: the test proves nothing");

        var (events, checkpoint) = (new List<CameraEvent>(), Checkpoint.Empty);
        for (var stop = 47; !checkpoint.HasEnded; stop += 71)
        {
            var (more, after) = await RunAsync(order, checkpoint, stop);
            events.AddRange(more);
            checkpoint = after;
        }

        Assert.Equal(whole, events);
    }

    [Fact]
    public async Task A_video_outside_of_the_allowed_folders_is_refused()
    {
        var order = await OrderAsync();
        var elsewhere = new CameraSources(new FrameSourceOptions { Policy = new SourcePolicy() }, NullLoggerFactory.Instance);

        await using var source = elsewhere.Create(new SourceOrder { Address = order.Address });
        await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(default));
    }

    [Fact]
    public async Task A_grey_and_a_coloured_picture_become_a_jpeg_of_their_size()
    {
        var order = await OrderAsync();
        foreach (var (limit, size) in new[] { (default(PictureSize), "160x90"), (new PictureSize(320, 320), "320x180") })
        {
            await using var source = _sources.Create(new SourceOrder { Address = order.Address, Picture = limit });
            await source.OpenAsync(default);
            using var frame = (await source.ReadAsync(default)).Frame!;
            var path = Path.Combine(_folder.FullName, $"{size}.jpg");
            await File.WriteAllBytesAsync(path, await new JpegEncoder().EncodeJpegAsync(frame, default));
            var probe = await ProgramRun.OfAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0:s=x", path]);

            Assert.Equal($"mjpegx{size}", probe.Lines[0]);
        }
    }

    [Theory]
    [InlineData("rtsp://me:secret@host/1", true)]
    [InlineData("rtsp://me:sec@ret@host/1", true)]
    [InlineData("/videos/clip.mp4", false)]
    [InlineData("file:///videos/clip.mp4", false)]
    public void An_address_is_shown_without_its_password_and_known_as_live_or_not(string address, bool isLive)
    {
        Assert.DoesNotContain("sec", _sources.Show(address), StringComparison.Ordinal);
        Assert.Equal(isLive, _sources.IsLive(address));
    }

    private async Task<CameraOrder> OrderAsync()
    {
        var path = Path.Combine(_folder.FullName, "street.mp4");
        await SceneEncoder.EncodeAsync(_scene, path);
        return new CameraOrder
        {
            Camera = "street",
            Address = path,
            Plan = new() { Lines = [.. _scene.Lines.Select(line => line with { Anchor = Anchor.Center })] },
            Configuration = 1,
        };
    }

    private async Task<(List<CameraEvent> Events, Checkpoint After)> RunAsync(CameraOrder order, Checkpoint from, long stopAfter)
    {
        using var stop = new CancellationTokenSource();
        var (events, checkpoint) = (new List<CameraEvent>(), from);
        CutQueue queue = null!;
        queue = new CutQueue(() =>
        {
            var cut = queue.Take()!;
            events.AddRange(cut.Events);
            checkpoint = cut.On(checkpoint);
            if (cut.Frame >= stopAfter)
            {
                stop.Cancel();
            }
        });
        var tools = new CameraTools(_sources, new CameraDetectors(ModelStore.Default(), new OnnxDetectorOptions()), TimeProvider.System, Seed: 1);
        await new CameraRun(order, from, tools, queue).RunAsync(stop.Token);
        return (events, checkpoint);
    }
}
