using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Isolation;

/// <summary>What a camera loses by a child that is killed with a picture in flight.</summary>
public sealed class IsolatedCameraTests : IDisposable
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlayedPictures _pictures = new(StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 30));
    private readonly TemporaryModel _file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_recording_loses_no_picture_and_says_meanwhile_what_is_wrong()
    {
        using var good = BadJob.OpenModel(_file.Path);
        using var bad = BadJob.Open(_file, "dies once", Path.Combine(_folder.FullName, "marker"));
        var (expected, seen) = (new Watched(good), new Watched(bad));

        await RunAsync("file", order => new PlayedSource(_pictures, order), expected);
        await RunAsync("file", order => new PlayedSource(_pictures, order), seen);

        Assert.True(expected.Answered.Count > 10, "nothing is looked at: the test proves nothing");
        Assert.Equal(expected.Answered, seen.Answered);
        Assert.Equal((1, 1), (seen.Lost, bad.Health.Restarts));
        Assert.Contains("model 'tiny' was lost with the picture: it was killed (signal 9)", seen.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_camera_loses_one_picture_at_most()
    {
        using var bad = BadJob.Open(_file, "dies once", Path.Combine(_folder.FullName, "marker"));
        var seen = new Watched(bad);

        await Assert.ThrowsAsync<SourceException>(() => RunAsync("live", Live, seen));

        Assert.Equal((1, 1), (seen.Lost, bad.Health.Restarts));
        Assert.Equal(seen.Asked - 1, seen.Answered.Count);

        static LiveSource Live(SourceOrder order)
        {
            var source = new LiveSource(_pictures, order, _noon);
            for (var index = 0; index < _pictures.Count; index++)
            {
                source.Show(_noon.AddSeconds(index / 10.0));
            }

            source.Break();
            return source;
        }
    }

    [Fact]
    public async Task A_camera_that_is_to_be_isolated_gets_its_model_in_a_child_and_pictures_as_large_as_without()
    {
        var models = new ModelStore(new ModelStoreOptions { Folder = _folder.FullName });
        var isolation = new IsolationOptions { Command = ["dotnet", typeof(Program).Assembly.Location, WorkerProgram.Command] };
        using var here = new CameraDetectors(models, TemporaryModel.OnCpu).Open(_file.Path);
        using var there = new CameraDetectors(models, TemporaryModel.OnCpu, isolation).Open(_file.Path);
        using var picture = Pictures.Random(128, 128, new Random(1));
        var (expected, found) = (new List<Detection>(), new List<Detection>());

        await here.Create(picture.Layout).DetectAsync(picture, motion: null, expected, CancellationToken.None);
        await there.Create(picture.Layout).DetectAsync(picture, motion: null, found, CancellationToken.None);

        Assert.Equal(expected, found);
        Assert.Equal((here.Picture, here.Input), (there.Picture, there.Input));
        Assert.Null(here.Process);
        Assert.True(there.Process is { Id: > 0, Memory: > 20 << 20, MostMemory: 2048L << 20, Restarts: 0, Trouble: "" }, $"{there.Process}");
        Assert.IsType<IsolatedDetector>(there.Create(picture.Layout));
        Assert.IsNotType<IsolatedDetector>(here.Create(picture.Layout));
    }

    private static async Task RunAsync(string address, Func<SourceOrder, IFrameSource> source, Watched detector)
    {
        CutQueue queue = null!;
        queue = new CutQueue(() => queue.Take());
        var order = new CameraOrder
        {
            Camera = address, Address = address, Detector = "tiny", Configuration = 1, Plan = new() { Labels = [detector.Labels[0]] },
        };
        var tools = new CameraTools(new PlayedSources { [address] = source }, new PlayedDetectors { Make = (_, _) => detector }, TimeProvider.System, 1);
        var run = new CameraRun(order, Checkpoint.Empty, tools, queue);
        detector.View = () => run.View;
        await run.RunAsync(CancellationToken.None);
    }

    /// <summary>Shows a child a colour picture for each that it is asked about, and keeps which were answered.</summary>
    private sealed class Watched(IsolatedDetector child) : IObjectDetector
    {
        public IReadOnlyList<string> Labels => child.Labels;

        public List<long> Answered { get; } = [];

        public int Asked { get; private set; }

        public int Lost { get; private set; }

        public string Trouble { get; private set; } = "";

        public Func<RunView>? View { get; set; }

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            Asked++;
            Trouble = View!().Trouble ?? Trouble;
            using var picture = Pictures.Random(96, 64, new Random((int)frame.Number));
            try
            {
                await child.DetectAsync(picture, motion, detections, cancellationToken);
            }
            catch (WorkerLostException)
            {
                Lost++;
                throw;
            }

            Assert.Equal(3, detections.Count);
            Answered.Add(frame.Number);
        }

        public void Dispose()
        {
        }
    }
}
