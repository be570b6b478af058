using Orleans.Camera.Core.Frames;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class PixelTests
{
    [Theory]
    [InlineData("yuv420p", 200)]
    [InlineData("yuv422p", 7)]
    [InlineData("yuv444p", 250)]
    [InlineData("gray", 1)]
    [InlineData("yuv420p10le", 800)]
    [InlineData("yuv420p,setparams=range=pc", 250)]
    public async Task Luma_reaches_the_gate_as_it_is_whatever_its_format(string format, int luma)
    {
        var clip = Clips.Get(
            $"luma-{format.Split(',')[^1]}-{luma}.mkv",
            ["-f", "lavfi", "-i", $"color=s=200x100:r=5,format={format.Split(',')[0]},geq=lum={luma}:cb=128:cr=128,setparams=range={(format.EndsWith("pc", StringComparison.Ordinal) ? "pc" : "tv")}", "-frames:v", "2", "-c:v", "ffv1"]);

        await Reading.OfAsync(clip, look: frame => Assert.All(
            frame.Gate.Row(frame.Gate.Height / 2).ToArray(), value => Assert.Equal(luma > 255 ? luma / 4 : luma, value)));
    }

    [Fact]
    public async Task A_gate_pixel_is_the_mean_of_its_block()
    {
        // 640x360 is 7 gate pixels too many at a divisor of 2: 3 it is. Stripes of one bright row in three average to a third.
        var clip = Clips.Get(
            "stripes.mkv", ["-f", "lavfi", "-i", "color=s=639x360:r=5,format=gray,geq=lum='if(eq(mod(Y,3),1),210,30)'", "-frames:v", "1", "-c:v", "ffv1"]);

        await Reading.OfAsync(clip, look: frame =>
        {
            Assert.Equal((213, 120), (frame.Gate.Width, frame.Gate.Height));
            Assert.All(frame.Gate.Row(60).ToArray(), value => Assert.InRange(value, 89, 91));
        });
    }

    [Theory]
    [InlineData("bt709")]
    [InlineData("bt601")]
    public async Task The_colour_picture_is_bt601_whatever_the_source_is(string matrix)
    {
        var clip = Clips.Get(
            $"red-{matrix}.mp4",
            [
                "-f", "lavfi", "-i", $"color=c=red:s=200x100:r=5,scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p", "-frames:v", "2",
                "-colorspace", matrix == "bt709" ? "bt709" : "smpte170m", "-c:v", "libx264", "-qp", "1",
            ]);

        await Reading.OfAsync(clip, new() { Picture = ColourPicture.Native }, Look);

        // Red in BT.601, limited range: Y 81, U 90, V 240.
        static void Look(Frame frame)
        {
            Assert.InRange(frame.Luma.Row(50)[100], 79, 83);
            Assert.InRange(frame.ChromaU.Row(25)[50], 88, 92);
            Assert.InRange(frame.ChromaV.Row(25)[50], 238, 242);
        }
    }
}
