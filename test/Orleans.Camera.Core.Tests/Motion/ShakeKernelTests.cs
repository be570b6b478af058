using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Tests.Motion;

public sealed class ShakeKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    [InlineData(192)]
    [InlineData(5000)]
    public void Vectors_add_up_to_what_single_pixels_do(int width)
    {
        var random = new Random(width);
        for (var run = 0; run < 50; run++)
        {
            var contrast = random.Next(1, 4081);
            var pixels = new byte[width];
            random.NextBytes(pixels);
            short[][] rows = [.. Enumerable.Range(0, 3).Select(_ => Levels(random, width, contrast))];
            var (plain, vectors) = (default(ShakeSums), default(ShakeSums));

            ShakeKernel.AddRow(pixels, rows[0], rows[1], rows[2], ref plain, vectors: false);
            ShakeKernel.AddRow(pixels, rows[0], rows[1], rows[2], ref vectors, vectors: true);

            Assert.Equal(plain, vectors);
        }
    }

    [Fact]
    public void The_steepest_background_overflows_no_sum()
    {
        const int width = 32768;
        short[] stripes = [.. Enumerable.Range(0, width).Select(x => (short)(x % 4 < 2 ? 0 : 4080))];
        short[] dark = new short[width];
        short[] bright = [.. Enumerable.Repeat((short)4080, width)];
        var pixels = Enumerable.Repeat(byte.MaxValue, width).ToArray();
        var (plain, vectors) = (default(ShakeSums), default(ShakeSums));

        ShakeKernel.AddRow(pixels, dark, stripes, bright, ref plain, vectors: false);
        ShakeKernel.AddRow(pixels, dark, stripes, bright, ref vectors, vectors: true);

        Assert.Equal(plain, vectors);
        Assert.True(vectors.Yy > int.MaxValue);
    }

    private static short[] Levels(Random random, int width, int contrast) =>
        [.. Enumerable.Range(0, width).Select(_ => (short)(random.Next(contrast) * random.Next(2)))];
}
