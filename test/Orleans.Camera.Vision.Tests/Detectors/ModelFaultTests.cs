using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>Every fault of a model: one line that says what, where and what to do.</summary>
public sealed class ModelFaultTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_model_that_answers_no_number_is_refused_when_it_is_tried(float value)
    {
        var outputs = KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three);
        outputs[0].Values[20] = value;

        AssertFault(outputs, null, "output 'output'", "value 20");
    }

    [Fact]
    public async Task A_model_that_answers_no_number_later_is_noticed_then()
    {
        // Finite on the trial picture, whose mean is about 1 at this scale; twice as much, and too much, on a white one
        var output = new TinyOutput("output0", [1, 6], [0, 0, 9, 9, 0.5f, 0], [0, 0, 2.5e38f, 0, 0, 0]);
        using var file = TemporaryModel.Of(output);
        var manifest = new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd, Input = new ModelInput { Scale = 2 / 255f } };
        using var detector = file.Open(manifest);
        using var white = Pictures.Plain(64, 64, y: 235);

        var fault = await Assert.ThrowsAsync<ModelException>(
            async () => await detector.DetectAsync(white, motion: null, [], CancellationToken.None));

        Assert.Contains("'output0'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'tiny'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "it takes 1 at once, always")]
    [InlineData(3, "it takes 3 at once, always")]
    [InlineData(-1, "output")]
    public void A_batch_that_a_model_cannot_take_is_refused_when_it_is_loaded(int batch, string why)
    {
        // The third says that it takes any number, and answers for one.
        var output = new TinyOutput("output0", [1, 6], [8, 8, 32, 24, 0.2f, 3]);
        using var file = new TemporaryModel(new TinyDetector { Batch = batch, AnswersOne = batch < 0, Outputs = [output] }.ToArray());

        var fault = Assert.Throws<ModelException>(
            () => file.Load(new ModelManifest { Name = "tiny", Layout = ModelLayout.EndToEnd, Batch = new(4, TimeSpan.Zero) }));

        Assert.Contains("cannot take 4 pictures at once", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Contains("\"batch.maximum\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_counted() => AssertFault(
        KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three),
        new ModelManifest { Name = "tiny", Labels = ["person", "car"] },
        "7 classes",
        "2 labels");

    [Fact]
    public async Task A_label_beyond_the_list_is_noticed()
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.EndToEnd, KnownObject.Three));
        using var detector = file.Open(new ModelManifest { Name = "tiny", Labels = ["person", "car"] });
        using var frame = Pictures.Plain(64, 64, y: 100);

        var fault = await Assert.ThrowsAsync<ModelException>(
            async () => await detector.DetectAsync(frame, motion: null, [], CancellationToken.None));

        Assert.Contains("label number 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_above_one_betrays_a_wrong_layout()
    {
        using var file = TemporaryModel.Of(new TinyOutput("output0", [1, 6], [0, 0, 9, 9, 7, 0]));
        using var detector = file.Open();
        using var frame = Pictures.Plain(64, 64, y: 100);

        var fault = await Assert.ThrowsAsync<ModelException>(
            async () => await detector.DetectAsync(frame, motion: null, [], CancellationToken.None));

        Assert.Contains("above 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_of_the_wrong_rank_is_shown() =>
        AssertFault([new TinyOutput("scores", [10], new float[10])], null, "'scores' float32 [1,10]", "\"layout\"");

    [Fact]
    public void A_layout_that_does_not_fit_says_what_it_needs() => AssertFault(
        KnownObject.Encode(ModelLayout.EndToEnd, KnownObject.Three),
        new ModelManifest { Name = "tiny", Layout = ModelLayout.Yolox },
        "layout yolox",
        "84 boxes");

    [Fact]
    public void A_model_for_another_task_is_named()
    {
        var model = new TinyDetector
        {
            Outputs = KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three),
            Metadata = new Dictionary<string, string> { ["task"] = "segment" },
        };

        AssertFault(model.ToArray(), null, "'segment'");
    }

    [Theory]
    [InlineData(2, "2 dimensions")]
    [InlineData(5, "5 dimensions")]
    public void An_input_of_the_wrong_rank_is_shown(int rank, string expected)
    {
        var shape = Enumerable.Repeat(3L, rank).ToArray();
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, shape).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, shape));

        AssertFault(model.ToArray(), null, expected, "'x'");
    }

    [Theory]
    [InlineData(1, 64, 64, "3 colour channels")]
    [InlineData(3, 16, 64, "height of 16")]
    [InlineData(3, 64, 9000, "width of 9000")]
    public void An_input_that_is_no_colour_picture_of_a_sensible_size_is_refused(int channels, int height, int width, string expected)
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 1, channels, height, width)
            .Node("Neg", ["x"], ["y"])
            .Output("y", OnnxType.Float32, 1, channels, height, width));

        AssertFault(model.ToArray(), null, expected);
    }

    [Fact]
    public void A_manifest_that_contradicts_the_input_is_a_fault() => AssertFault(
        KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three),
        new ModelManifest { Name = "tiny", Input = new ModelInput { Size = new(416, 416) } },
        "width of 64",
        "416");

    [Fact]
    public void A_model_that_may_not_run_on_a_processor_does_not() => AssertFault(
        KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three),
        new ModelManifest { Name = "tiny", CpuAllowed = false },
        "runs on CPU",
        "cpuAllowed");

    [Fact]
    public void A_file_that_was_exchanged_is_noticed() => AssertFault(
        KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three),
        new ModelManifest { Name = "tiny", Sha256 = new string('0', 64) },
        "sha256",
        "changed or is damaged");

    [Fact]
    public void External_data_is_refused_even_where_the_file_exists()
    {
        using var file = new TemporaryModel([]);
        var folder = Path.GetDirectoryName(file.Path)!;
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[16]);
        File.WriteAllBytes(file.Path, new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4)
            .Initializer(OnnxTensor.Outside("w", [4], "weights.bin"))
            .Node("Add", ["x", "w"], ["y"])
            .Output("y", OnnxType.Float32, 4)).ToArray());

        var fault = Assert.Throws<ModelException>(() => file.Open());

        Assert.Contains("external data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        using var file = new TemporaryModel([1]);
        File.Delete(file.Path);
        Assert.Contains("there is no file", Assert.Throws<ModelException>(() => file.Open()).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(file.Path);
        Assert.Contains("cannot be read", Assert.Throws<ModelException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    private static void AssertFault(TinyOutput[] outputs, ModelManifest? manifest, params string[] expected) =>
        AssertFault(new TinyDetector { Outputs = outputs }.ToArray(), manifest, expected);

    private static void AssertFault(byte[] model, ModelManifest? manifest, params string[] expected)
    {
        using var file = new TemporaryModel(model);

        var fault = Assert.Throws<ModelException>(() => file.Open(manifest));

        Assert.Contains("'tiny'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.All(expected, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }
}
