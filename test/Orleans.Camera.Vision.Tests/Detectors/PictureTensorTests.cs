using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>The vectorised conversion against one that takes a pixel at a time, in double precision.</summary>
public sealed class PictureTensorTests
{
    private static readonly ModelInput Plain = new() { Scale = 1 };

    [Fact]
    public void Every_size_placement_crop_and_type_agrees_with_the_naive_conversion()
    {
        var random = new Random(21);
        for (var round = 0; round < 60; round++)
        {
            var format = RandomFormat(random);
            using var frame = Pictures.Random(2 * random.Next(1, 90), 2 * random.Next(1, 70), random);
            var picture = frame.Layout.Picture;
            var crop = random.Next(2) == 0
                ? PictureCrop.Whole(picture)
                : PictureCrop.Around(RandomBox(random), picture);
            using var tensor = new PictureTensor(format, slots: 2);

            var placement = tensor.Fill(1, frame, crop);

            AssertAgrees(format, frame, placement, tensor, slot: 1);
        }
    }

    [Theory]
    [InlineData(PicturePlacement.TopLeft, 64, 32)]
    [InlineData(PicturePlacement.Center, 32, 64)]
    [InlineData(PicturePlacement.Center, 46, 64)]
    public void A_picture_that_fits_exactly_is_not_interpolated(PicturePlacement placement, int width, int height)
    {
        var format = new InputFormat(new(64, 64), TensorType.Float32, IsChannelsLast: false, Batch: 1, Plain with { Placement = placement });
        using var frame = Pictures.Random(width, height, new Random(22));
        using var tensor = new PictureTensor(format, slots: 1);

        var place = tensor.Fill(0, frame, PictureCrop.Whole(frame.Layout.Picture));

        Assert.Equal(new PictureSize(width, height), place.Size);
        var y = frame.Luma.Row(5)[7];
        var (u, v) = (frame.ChromaU.Row(2)[3], frame.ChromaV.Row(2)[3]);
        var red = Math.Clamp((255.0 / 219 * (y - 16)) + (1.402 * 255 / 224 * (v - 128)), 0, 255);
        var blue = Math.Clamp((255.0 / 219 * (y - 16)) + (1.772 * 255 / 224 * (u - 128)), 0, 255);
        var at = ((place.Y + 5) * 64) + place.X + 7;
        Assert.Equal(red, tensor.Data.As<float>()[at], 1e-3);
        Assert.Equal(blue, tensor.Data.As<float>()[(2 * 64 * 64) + at], 1e-3);
    }

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 255, 0, 0)]
    [InlineData(145, 54, 34, 0, 255, 0)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    public void The_colours_of_the_standard_come_out(byte y, byte u, byte v, int red, int green, int blue)
    {
        // BT.601 codes of black, white, red, green and blue, each rounded to whole numbers: hence the tolerance
        var format = new InputFormat(new(32, 32), TensorType.Float32, IsChannelsLast: false, Batch: 1, Plain);
        using var frame = Pictures.Plain(32, 32, y, u, v);
        using var tensor = new PictureTensor(format, slots: 1);

        tensor.Fill(0, frame, PictureCrop.Whole(frame.Layout.Picture));

        var values = tensor.Data.As<float>();
        Assert.Equal(red, values[0], 3f);
        Assert.Equal(green, values[1024], 3f);
        Assert.Equal(blue, values[2048], 3f);
    }

    [Fact]
    public void A_slot_that_held_a_larger_picture_is_padded_again()
    {
        var format = new InputFormat(new(64, 64), TensorType.Float32, IsChannelsLast: false, Batch: 1, Plain with { Pad = 7 });
        using var large = Pictures.Plain(64, 64, y: 235);
        using var wide = Pictures.Plain(64, 32, y: 235);
        using var tensor = new PictureTensor(format, slots: 1);

        tensor.Fill(0, large, PictureCrop.Whole(large.Layout.Picture));
        tensor.Fill(0, wide, PictureCrop.Whole(wide.Layout.Picture));

        Assert.Equal(7, tensor.Data.As<float>()[0]);
        Assert.Equal(7, tensor.Data.As<float>()[(64 * 64) - 1]);
        Assert.Equal(255, tensor.Data.As<float>()[32 * 64], 1e-3f);
    }

    [Fact]
    public void A_frame_without_a_colour_picture_is_a_misuse()
    {
        var format = new InputFormat(new(64, 64), TensorType.Float32, IsChannelsLast: false, Batch: 1, Plain);
        using var tensor = new PictureTensor(format, slots: 1);
        using var frame = Frame.WithoutPicture(new(64, 64), 1, TimeSpan.Zero, DateTimeOffset.UnixEpoch);

        Assert.Throws<ArgumentException>(() => tensor.Fill(0, frame, default));
    }

    private static InputFormat RandomFormat(Random random) => new(
        new(random.Next(32, 100), random.Next(32, 100)),
        new[] { TensorType.Float32, TensorType.Float32, TensorType.Float16, TensorType.UInt8 }[random.Next(4)],
        IsChannelsLast: random.Next(3) == 0,
        Batch: 2,
        new ModelInput
        {
            Colour = (ColourOrder)random.Next(2),
            Placement = (PicturePlacement)random.Next(3),
            Scale = random.Next(2) == 0 ? 1 : 1 / 255f,
            Mean = random.Next(2) == 0 ? [0, 0, 0] : [0.4f, 0.5f, 0.6f],
            Std = random.Next(2) == 0 ? [1, 1, 1] : [0.2f, -0.25f, 0.3f],
            Pad = (byte)random.Next(256),
        });

    private static Box RandomBox(Random random)
    {
        var (x, y) = ((float)random.NextDouble(), (float)random.NextDouble());
        return new(x, y, x + (float)random.NextDouble(), y + (float)random.NextDouble());
    }

    private static void AssertAgrees(InputFormat format, Frame frame, in Letterbox placement, PictureTensor tensor, int slot)
    {
        for (var y = 0; y < format.Size.Height; y++)
        {
            for (var x = 0; x < format.Size.Width; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var expected = NaiveConversion.Value(format, frame, placement, channel, x, y);
                    var pixel = (y * format.Size.Width) + x;
                    var index = (slot * format.SlotLength)
                        + (format.IsChannelsLast ? (3 * pixel) + channel : (channel * (int)format.Size.Area) + pixel);
                    var (actual, tolerance) = format.Type switch
                    {
                        TensorType.UInt8 => (tensor.Data.As<byte>()[index], 0.502),
                        TensorType.Float16 => ((double)tensor.Data.As<Half>()[index], 0.001 + (Math.Abs(expected) / 1000)),
                        _ => (tensor.Data.As<float>()[index], 0.0005 + (Math.Abs(expected) / 100_000)),
                    };
                    expected = format.Type == TensorType.UInt8 ? Math.Clamp(expected, 0, 255) : expected;
                    Assert.True(
                        Math.Abs(expected - actual) <= tolerance,
                        $"{format}, {placement}: channel {channel} of ({x}, {y}) is {actual}, expected {expected}");
                }
            }
        }
    }
}
