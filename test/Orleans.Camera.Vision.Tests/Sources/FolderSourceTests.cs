using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class FolderSourceTests
{
    [Fact]
    public async Task Pictures_are_read_in_the_order_a_person_would_count_them()
    {
        var jpegs = HttpCamera.Jpegs(12);
        var folder = Clips.NewFolder();
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"img{i + 1}.jpg"), jpegs[i]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "seqinfo.ini"), "not a picture");
        var options = new FrameSourceOptions { FolderFps = 10 };

        var reading = await Reading.OfAsync(folder, options);
        var video = await Reading.OfAsync(Clips.File("same.mjpeg", [.. jpegs.SelectMany(jpeg => jpeg)]));
        var rest = await Reading.OfAsync(folder, options with { StartAt = 9 });

        Assert.Equal(video.Pictures.Select(picture => picture.Gate), reading.Pictures.Select(picture => picture.Gate));
        Assert.Equal(Enumerable.Range(0, 12).Select(n => TimeSpan.FromMilliseconds(100 * n)), reading.Pictures.Select(picture => picture.Pts));
        Assert.Equal(12, reading.Info.ExpectedPictures);
        Assert.Equal(reading.Pictures.Skip(8), rest.Pictures);
    }

    [Fact]
    public async Task A_broken_picture_in_a_folder_is_a_gap_of_one()
    {
        var jpegs = HttpCamera.Jpegs(12);
        var folder = Clips.NewFolder();
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.jpg"), i == 6 ? "no picture"u8.ToArray() : jpegs[i]);
        }

        var reading = await Reading.OfAsync(folder);

        Assert.Null(reading.Fault);
        Assert.Equal(11, reading.Pictures.Count);
        Assert.Equal((6, 1), (Assert.Single(reading.Gaps).AfterPictures, reading.Gaps[0].Gap.Pictures));
    }

    [Fact]
    public async Task Pictures_of_different_sizes_and_png_in_colour_are_read()
    {
        var folder = Clips.NewFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder, "1.png"), await File.ReadAllBytesAsync(Png("64x48")));
        await File.WriteAllBytesAsync(Path.Combine(folder, "2.png"), await File.ReadAllBytesAsync(Png("31x77")));
        await File.WriteAllBytesAsync(Path.Combine(folder, "3.png"), GreyPng.Of(5, 5));

        var reading = await Reading.OfAsync(folder, new() { Picture = ColourPicture.Native });

        Assert.Equal(3, reading.Pictures.Count);
        Assert.Equal((64, 48), (reading.Info.Layout.Picture.Width, reading.Info.Layout.Picture.Height));
    }

    [Fact]
    public async Task A_folder_without_pictures_or_with_several_kinds_says_so()
    {
        var empty = Clips.NewFolder();
        var mixed = Clips.NewFolder();
        await File.WriteAllBytesAsync(Path.Combine(mixed, "1.png"), GreyPng.Of(2, 2));
        await File.WriteAllBytesAsync(Path.Combine(mixed, "2.jpg"), HttpCamera.Jpegs(12)[0]);

        Assert.Contains("there is no picture in this folder", await Reading.FaultOfAsync(empty), StringComparison.Ordinal);
        Assert.Contains("mixes .png and .jpg", await Reading.FaultOfAsync(mixed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.png", "10.png")]
    [InlineData("a2b3", "a2b10")]
    [InlineData("007", "8")]
    [InlineData("a", "b")]
    [InlineData("a", "a1")]
    [InlineData("01", "1")]
    [InlineData("", "0")]
    public void Numbers_in_names_compare_by_value(string first, string second)
    {
        var order = new NaturalOrder();

        Assert.True(order.Compare(first, second) < 0);
        Assert.True(order.Compare(second, first) > 0);
        Assert.Equal(0, order.Compare(first, first));
    }

    private static string Png(string size) =>
        Clips.Get($"colour-{size}.png", ["-f", "lavfi", "-i", $"testsrc2=s=400x300,format=rgb24,crop={size.Replace('x', ':')}:exact=1", "-frames:v", "1"]);
}
