using System.Reflection;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

public sealed class OnnxDetectorTests
{
    [Fact]
    public async Task A_batch_of_regions_gives_boxes_where_the_regions_lie()
    {
        // Sees one box in the middle of whatever it is shown; its score is the mean brightness
        var output = new TinyOutput("output0", [1, 6], [16, 16, 48, 48, 0, 3], [0, 0, 0, 0, 1, 0]);
        using var file = new TemporaryModel(new TinyDetector { Batch = -1, Outputs = [output] }.ToArray());
        using var detector = file.Open(
            new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd }, TemporaryModel.OnCpu with { MostRegions = 4 });
        using var frame = Pictures.Plain(640, 320, y: 235);
        for (var row = 0; row < 320; row++)
        {
            frame.Bytes.Slice(row * 640, 320).Fill(126); // the left half is half as bright
        }

        var motion = Motion(new(0.1f, 0.4f, 0.2f, 0.6f), new(0.8f, 0.4f, 0.9f, 0.6f));
        var detections = new List<Detection>();

        await detector.DetectAsync(frame, motion, detections, CancellationToken.None);

        Assert.Equal(2, detections.Count);
        Assert.Equal((1f, 0.85f), (detections[0].Score, MathF.Round(detections[0].Box.Center.X, 2)));
        Assert.Equal((0.5f, 0.15f), (MathF.Round(detections[1].Score, 2), MathF.Round(detections[1].Box.Center.X, 2)));
        Assert.All(detections, found => Assert.Equal(0.5f, found.Box.Center.Y, 0.01f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task Regions_give_the_same_boxes_whatever_batch_the_model_takes(int batch)
    {
        var output = new TinyOutput("output0", [1, 6], [8, 8, 32, 24, 0.5f, 3], [0, 0, 8, 8, 0.2f, 0]);
        using var file = new TemporaryModel(new TinyDetector { Batch = batch, Outputs = [output] }.ToArray());
        using var detector = file.Open(
            new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd }, TemporaryModel.OnCpu with { MostRegions = 4 });
        using var frame = Pictures.Random(640, 320, new Random(5));
        var detections = new List<Detection>();

        await detector.DetectAsync(
            frame, Motion(new(0.1f, 0.4f, 0.2f, 0.6f), new(0.8f, 0.4f, 0.9f, 0.6f)), detections, CancellationToken.None);

        // Two crops, each with a box from an eighth to about a half of its width and height
        Assert.Equal(2, detections.Count);
        Assert.All(detections, found => Assert.InRange(found.Box.Width * 640, 20, 80));
        Assert.All(detections, found => Assert.InRange(found.Score, 0.55f, 0.65f));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public async Task Pictures_of_several_cameras_in_one_run_are_answered_as_each_would_be_alone(int batch)
    {
        var output = new TinyOutput("output0", [1, 6], [8, 8, 32, 24, 0.2f, 3], [0, 0, 8, 8, 0.5f, 0]);
        using var file = new TemporaryModel(new TinyDetector { Batch = batch, Outputs = [output] }.ToArray());
        using var model = file.Load(new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd, Batch = new(4, TimeSpan.Zero) });
        using var alone = model.CreateDetector(endsWithIt: false);
        using var together = model.CreateBatchDetector()!;
        Frame[] frames = [Pictures.Plain(640, 320, y: 235), Pictures.Random(100, 180, new Random(5)), Pictures.Plain(64, 64, y: 16)];
        List<Detection>[] found = [[], [], []];

        await together.DetectAsync(frames, found, CancellationToken.None);

        for (var index = 0; index < frames.Length; index++)
        {
            var expected = new List<Detection>();
            await alone.DetectAsync(frames[index], motion: null, expected, CancellationToken.None);
            Assert.Equal(expected, found[index]);
            frames[index].Dispose();
        }

        Assert.Equal(3, found.Select(one => one[0].Score).Distinct().Count());
    }

    [Theory]
    [InlineData(OnnxType.UInt8, true)]
    [InlineData(OnnxType.UInt8, false)]
    [InlineData(OnnxType.Float16, false)]
    [InlineData(OnnxType.Float32, true)]
    public async Task Inputs_of_other_types_and_orders_are_fed_rightly(OnnxType type, bool isLast)
    {
        // The score is the mean of the picture, which is white
        var unit = type == OnnxType.UInt8 ? 1 / 255f : 1;
        var output = new TinyOutput("output0", [1, 6], [16, 16, 48, 48, 0, 3], [0, 0, 0, 0, unit, 0]);
        using var file = new TemporaryModel(new TinyDetector { InputType = type, IsChannelsLast = isLast, Outputs = [output] }.ToArray());
        var input = new ModelInput { Scale = type == OnnxType.UInt8 ? 1 : 1 / 255f };
        using var detector = file.Open(new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd, Input = input });
        using var frame = Pictures.Plain(64, 64, y: 235);
        var detections = new List<Detection>();

        await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);

        Assert.Equal(1, detections[0].Score, 2e-3f);
    }

    [Fact]
    public async Task Outputs_that_the_model_leaves_open_are_decoded_too()
    {
        using var file = new TemporaryModel(new TinyDetector
        {
            HasOpenOutputs = true, Batch = -1, Outputs = KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three),
        }.ToArray());
        using var detector = file.Open();
        using var frame = Pictures.Plain(64, 64, y: 100);
        var detections = new List<Detection>();

        await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);

        Assert.Equal(3, detections.Count);
    }

    [Theory]
    [InlineData(ModelLayout.Yolox, false)]
    [InlineData(ModelLayout.YoloV8, true)]
    [InlineData(ModelLayout.DetrScored, true)]
    public async Task A_picture_allocates_nothing_in_dotnet(ModelLayout layout, bool hasOpenOutputs)
    {
        using var file = new TemporaryModel(
            new TinyDetector { HasOpenOutputs = hasOpenOutputs, Outputs = KnownObject.Encode(layout, KnownObject.Three) }.ToArray());
        using var detector = file.Open();
        using var frame = Pictures.Random(320, 240, new Random(6));
        var detections = new List<Detection>();

        // What is made once, whenever that is, is no memory per picture: the best of some rounds tells.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++)
            {
                detections.Clear();
                await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, 1000);
    }

    [Fact]
    public void Labels_come_from_the_model_itself()
    {
        var names = string.Join(", ", Enumerable.Range(0, KnownObject.Classes).Select(i => $"{i}: 'kind {i}'"));
        using var file = new TemporaryModel(new TinyDetector
        {
            Outputs = KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three),
            Metadata = new Dictionary<string, string> { ["names"] = $"{{{names}}}", ["task"] = "detect" },
        }.ToArray());

        using var detector = file.Open();

        Assert.Equal("kind 3", detector.Labels[3]);
        Assert.Equal(KnownObject.Classes, detector.Labels.Count);
    }

    [Fact]
    public void Options_outside_their_range_are_a_misuse()
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three));

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Open(options: new OnnxDetectorOptions { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Open(options: new OnnxDetectorOptions { ScoreThreshold = float.NaN }));
    }

    private static MotionResult Motion(params Box[] regions)
    {
        var motion = (MotionResult)Activator.CreateInstance(
            typeof(MotionResult), BindingFlags.Instance | BindingFlags.NonPublic, binder: null, [new PictureSize(32, 16)], culture: null)!;
        motion.Regions.AddRange(regions);
        return motion;
    }
}
