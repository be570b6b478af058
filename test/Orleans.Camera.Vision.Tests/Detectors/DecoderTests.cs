using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Detectors.Decoders;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>Every layout, from a model's file to boxes, and its decoder under all circumstances.</summary>
public sealed class DecoderTests
{
    private static readonly PictureSize Input = new(KnownObject.Side, KnownObject.Side);

    public static TheoryData<ModelLayout> Layouts => [.. Enum.GetValues<ModelLayout>()];

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task A_model_that_sees_three_objects_gives_three_boxes(ModelLayout layout)
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(layout, KnownObject.Three));
        using var detector = file.Open(Manifest(layout));
        using var frame = Pictures.Plain(64, 64, y: 100);
        var detections = new List<Detection>();

        await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);

        Assert.Equal(KnownObject.Three.Length, detections.Count);
        foreach (var (known, found) in KnownObject.Three.Zip(detections.OrderByDescending(one => one.Score)))
        {
            Assert.Equal(known.Label, found.Label);
            Assert.Equal(known.Score, found.Score, 1e-3f);
            Assert.Equal((known.X - (known.Width / 2)) / 64, found.Box.Left, 1e-4f);
            Assert.Equal((known.Y - (known.Height / 2)) / 64, found.Box.Top, 1e-4f);
            Assert.Equal((known.X + (known.Width / 2)) / 64, found.Box.Right, 1e-4f);
            Assert.Equal((known.Y + (known.Height / 2)) / 64, found.Box.Bottom, 1e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_layout_is_recognised_from_the_model_alone(ModelLayout layout)
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(layout, KnownObject.Three));

        using var detector = file.Open();

        // What DETR's logits mean cannot be seen from outside: a manifest must say "detr-softmax"
        Assert.Equal(layout == ModelLayout.DetrSoftmax ? ModelLayout.Detr : layout, detector.Layout);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_is_decoded_does_not_depend_on_the_position_in_the_batch(ModelLayout layout)
    {
        var random = new Random(61);
        var decoder = BoxDecoders.For(layout);
        for (var round = 0; round < 200; round++)
        {
            var pictures = Enumerable.Range(0, random.Next(2, 6)).Select(_ => KnownObject.Encode(layout, RandomObjects(random))).ToArray();
            using var batch = new FakeOutputs(pictures);
            for (var item = 0; item < pictures.Length; item++)
            {
                using var alone = new FakeOutputs(pictures[item]);

                var expected = Decode(decoder, alone, batch: 1, item: 0);

                Assert.NotEmpty(expected);
                Assert.Equal(expected, Decode(decoder, batch, pictures.Length, item));
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_senseless_outputs_are_refused_or_give_boxes_and_nothing_else()
    {
        var random = new Random(62);
        var decoders = Enum.GetValues<ModelLayout>().Select(BoxDecoders.For).ToArray();
        var candidates = new List<Candidate>();
        var (refused, decoded) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var decoder = decoders[random.Next(decoders.Length)];
            using var outputs = FakeOutputs.Senseless(decoder.Layout, random);
            var batch = random.Next(1, 3);
            try
            {
                foreach (var output in outputs.Tensors)
                {
                    output.RequireFinite("m");
                }
            }
            catch (ModelException)
            {
                refused++;
                continue;
            }

            if (decoder.FindFault(outputs.Tensors, Input, batch) is not null)
            {
                refused++;
                continue;
            }

            candidates.Clear();
            decoder.CountClasses(outputs.Tensors);
            decoder.Decode(outputs.Tensors, random.Next(batch), Input, random.NextSingle(), candidates);
            Assert.InRange(candidates.Count, 0, outputs.Tensors.Max(output => output.Count));
            decoded++;
        }

        Assert.True(refused > 1000 && decoded > 1000, $"{refused} refused, {decoded} decoded: the inputs exercise only one side");
    }

    private static List<Candidate> Decode(IBoxDecoder decoder, FakeOutputs outputs, int batch, int item)
    {
        Assert.Null(decoder.FindFault(outputs.Tensors, Input, batch));
        var candidates = new List<Candidate>();
        decoder.Decode(outputs.Tensors, item, Input, threshold: 0.1f, candidates);
        return candidates;
    }

    private static ModelManifest Manifest(ModelLayout layout) => new() { Name = "tiny", Layout = layout };

    private static KnownObject[] RandomObjects(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new KnownObject(
        random.Next(4, 60), random.Next(4, 60), random.Next(2, 40), random.Next(2, 40), random.Next(KnownObject.Classes), 0.2f + (0.7f * random.NextSingle())))];
}
