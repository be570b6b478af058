using System.Text;
using System.Text.Json;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Models;

public sealed class ManifestReaderTests
{
    private const string Full = """
        {
          "$schema": "../schema/model.schema.json",
          "name": "my-model_1.0",
          "file": "model.onnx",
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "size": 1234,
          "url": "https://example.org/model.onnx",
          "licence": "MIT",
          "layout": "yolov8",
          "input": {
            "size": [640, 384], "colour": "bgr", "placement": "top-left", "scale": 0.5, "mean": [1, 2, 3], "std": [4, 5, 6], "pad": 0
          },
          "labels": ["person", "car"],
          "scoreThreshold": 0.2,
          "nmsThreshold": 0.6,
          "maxDetections": 50,
          "batch": { "maximum": 8, "waitMilliseconds": 2.5 },
          "cpuAllowed": false,
          "requires": ["gpu", "cooled"]
        }
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var manifest = Read(Full);

        Assert.Equal(("my-model_1.0", "model.onnx", 1234L, "MIT"), (manifest.Name, manifest.File, manifest.Size, manifest.Licence));
        Assert.Equal("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", manifest.Sha256);
        Assert.Equal(new Uri("https://example.org/model.onnx"), manifest.Url);
        Assert.Equal(ModelLayout.YoloV8, manifest.Layout);
        Assert.Equal(["person", "car"], manifest.Labels);
        Assert.Equal((0.2f, 0.6f, 50, false), (manifest.ScoreThreshold, manifest.NmsThreshold, manifest.MaxDetections, manifest.CpuAllowed));
        Assert.Equal(new BatchRule(8, TimeSpan.FromMilliseconds(2.5)), manifest.Batch);
        Assert.Equal(["gpu", "cooled"], manifest.Requires);
        var input = manifest.Input!;
        Assert.Equal((new(640, 384), ColourOrder.Bgr, PicturePlacement.TopLeft), (input.Size!.Value, input.Colour, input.Placement));
        Assert.Equal((0.5f, (byte)0), (input.Scale, input.Pad));
        Assert.Equal([1f, 2, 3], input.Mean);
        Assert.Equal([4f, 5, 6], input.Std);
    }

    [Fact]
    public void A_name_is_enough()
    {
        var manifest = Read("""{ "name": "x" }""");

        Assert.Null(manifest.Layout);
        Assert.Null(manifest.Input);
        Assert.Empty(manifest.Labels);
        Assert.Equal(BatchRule.Single, manifest.Batch);
        Assert.True(manifest.CpuAllowed);
        Assert.Empty(manifest.Requires);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var manifest = Read(Full);

        var back = ManifestReader.Read(ManifestWriter.Write(manifest), "back");

        Assert.Equal(manifest with { Labels = [], Input = null, Requires = [] }, back with { Labels = [], Input = null, Requires = [] });
        Assert.Equal(manifest.Requires, back.Requires);
        Assert.Equal(manifest.Labels, back.Labels);
        Assert.Equal(manifest.Input! with { Mean = [], Std = [] }, back.Input! with { Mean = [], Std = [] });
        Assert.Equal(manifest.Input.Mean, back.Input!.Mean);
        Assert.Equal(manifest.Input.Std, back.Input.Std);
    }

    [Fact]
    public void All_faults_are_reported_at_once_with_the_nearest_key()
    {
        var fault = Assert.Throws<ModelException>(() => Read("""
            { "name": "Has Spaces", "labls": [], "layout": "yolo8", "size": -1, "input": { "color": "rgb", "std": [1, 0, 1] }, "scoreThreshold": 2 }
            """));

        Assert.DoesNotContain('\n', fault.Message);
        foreach (var part in new[]
        {
            "'there'", "\"name\"", "\"labls\" (did you mean 'labels'?)", "\"layout\" must be one of", "(did you mean 'yolov8'?)", "\"size\"",
            "\"input.color\" (did you mean 'colour'?)", "\"input.std\"", "\"scoreThreshold\" must be a number from 0 to 1, not 2",
        })
        {
            Assert.Contains(part.Trim(), fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ }""", "\"name\" is missing")]
    [InlineData("""[ ]""", "must be an object")]
    [InlineData("""{ "name": "x", "name": "y" }""", "no valid JSON")]
    [InlineData("""{ "name": "../x" }""", "\"name\"")]
    [InlineData("""{ "name": "x", "file": "../../etc/passwd" }""", "\"file\"")]
    [InlineData("""{ "name": "x", "file": ".." }""", "\"file\"")]
    [InlineData("""{ "name": "x", "url": "http://example.org/m.onnx" }""", "\"url\"")]
    [InlineData("""{ "name": "x", "url": "https://user:secret@example.org/m.onnx" }""", "\"url\"")]
    [InlineData("""{ "name": "x", "sha256": "ABC" }""", "\"sha256\"")]
    [InlineData("""{ "name": "x", "labels": "coco" }""", "\"labels\"")]
    [InlineData("""{ "name": "x", "labels": [1] }""", "\"labels\"")]
    [InlineData("""{ "name": "x", "input": 1 }""", "\"input\" must be an object")]
    [InlineData("""{ "name": "x", "scoreThreshold": "0.5" }""", "\"scoreThreshold\"")]
    [InlineData("""{ "name": "x", "batch": { "maximum": 0 } }""", "\"batch.maximum\" must be a whole number from 1 to 64, not 0")]
    [InlineData("""{ "name": "x", "batch": { "maximum": 10000000 } }""", "\"batch.maximum\"")]
    [InlineData("""{ "name": "x", "batch": { "maximum": 8, "waitMilliseconds": -1 } }""", "\"batch.waitMilliseconds\"")]
    [InlineData("""{ "name": "x", "batch": 8 }""", "\"batch\" must be an object")]
    [InlineData("""{ "name": "\ud800" }""", "no valid JSON")]
    [InlineData("""{ "name": "x" """, "no valid JSON")]
    [InlineData("", "no valid JSON")]
    public void A_fault_is_named(string json, string expected)
    {
        var fault = Assert.Throws<ModelException>(() => Read(json));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_hundred_thousand_damaged_manifests_are_read_or_refused_and_nothing_else()
    {
        var seed = Encoding.UTF8.GetBytes(Full);
        var random = new Random(71);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            try
            {
                ManifestReader.Read(Mutation.Of(seed, random), "there");
                read++;
            }
            catch (ModelException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
                refused++;
            }
        }

        Assert.True(read > 100 && refused > 10_000, $"{read} read, {refused} refused: the damage exercises only one side");
    }

    [Fact]
    public void The_schema_for_editors_says_what_the_reader_does()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Repository.File("silo-config/schema/model.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        var input = properties.GetProperty("input").GetProperty("properties");

        Assert.Equal(ManifestReader.Keys.Order(), properties.EnumerateObject().Select(key => key.Name).Order());
        Assert.Equal(ManifestReader.InputKeys.Order(), input.EnumerateObject().Select(key => key.Name).Order());
        Assert.Equal(ManifestWords.Layouts.Select(pair => pair.Word), Words(properties.GetProperty("layout")));
        Assert.Equal(ManifestWords.Colours.Select(pair => pair.Word), Words(input.GetProperty("colour")));
        Assert.Equal(ManifestWords.Placements.Select(pair => pair.Word), Words(input.GetProperty("placement")));
        var defaults = new ModelManifest { Name = "x" };
        Assert.Equal(defaults.ScoreThreshold, properties.GetProperty("scoreThreshold").GetProperty("default").GetSingle());
        Assert.Equal(defaults.NmsThreshold, properties.GetProperty("nmsThreshold").GetProperty("default").GetSingle());
        Assert.Equal(defaults.MaxDetections, properties.GetProperty("maxDetections").GetProperty("default").GetInt32());
        Assert.Equal(new ModelInput().Scale, input.GetProperty("scale").GetProperty("default").GetSingle());
    }

    [Fact]
    public void Every_manifest_of_the_house_is_sound_and_can_be_pulled()
    {
        var files = Directory.GetFiles(Repository.File("silo-config/models"), "*.json");

        Assert.Equal(files.Length, BuiltInModels.All.Length);
        Assert.All(BuiltInModels.All, manifest => Assert.True(manifest is { Url: not null, Sha256: not null, Size: > 0, Licence: not null, Layout: not null }));
        Assert.Contains(BuiltInModels.All, manifest => manifest.Name == "yolox-nano");
    }

    private static IEnumerable<string> Words(JsonElement property) => property.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static ModelManifest Read(string json) => ManifestReader.Read(Encoding.UTF8.GetBytes(json), "there");
}
