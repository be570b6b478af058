using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Tests.Rendering;

public sealed class PngFileTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 23)]
    [InlineData(640, 360)]
    public async Task Another_decoder_reads_back_every_pixel(int width, int height)
    {
        using var folder = new TemporaryFolder();
        var canvas = new Canvas(new PictureSize(width, height));
        new Random(width).NextBytes(canvas.Writable);

        PngFile.Write(folder["a.png"], canvas);

        var decoded = await ProgramRun.OfAsync("ffmpeg", ["-v", "error", "-i", folder["a.png"], "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]);
        Assert.Equal(string.Empty, decoded.Error);
        Assert.True(canvas.Pixels.Span.SequenceEqual(decoded.Output));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();

        Assert.ThrowsAny<IOException>(() => PngFile.Write(folder["none/a.png"], new Canvas(new PictureSize(2, 2))));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }
}
