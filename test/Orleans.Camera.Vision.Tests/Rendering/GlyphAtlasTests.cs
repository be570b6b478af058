using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Tests.Rendering;

public sealed class GlyphAtlasTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(22)]
    [InlineData(40)]
    public async Task Every_character_lies_in_its_own_cell(int fontSize)
    {
        var atlas = await GlyphAtlasLoader.LoadAsync(fontSize, CancellationToken.None);

        // Bars and brackets are narrow and centred: cut in the wrong place, they would lie at an edge or be torn in two.
        foreach (var c in "|!IiTt1:.")
        {
            var (left, right) = Extent(atlas, c);
            Assert.InRange((left + right) / 2.0, atlas.Advance * 0.3, atlas.Advance * 0.7);
        }

        Assert.InRange(atlas.Advance, fontSize * 0.5, fontSize * 0.7);
    }

    [Fact]
    public async Task Characters_differ_from_each_other()
    {
        var atlas = await GlyphAtlasLoader.LoadAsync(20, CancellationToken.None);

        var drawn = Enumerable.Range(GlyphAtlas.First, GlyphAtlas.Last - GlyphAtlas.First + 1)
            .Select(c => Convert.ToBase64String(Draw(atlas, ((char)c).ToString()).Pixels.Span));

        Assert.Equal(GlyphAtlas.Last - GlyphAtlas.First + 1, drawn.Distinct().Count());
    }

    [Fact]
    public async Task A_character_it_does_not_have_becomes_a_question_mark()
    {
        var atlas = await GlyphAtlasLoader.LoadAsync(20, CancellationToken.None);

        Assert.Equal(Draw(atlas, "?").Pixels.ToArray(), Draw(atlas, "ü").Pixels.ToArray());
    }

    private static (int Left, int Right) Extent(GlyphAtlas atlas, char c)
    {
        var canvas = Draw(atlas, c.ToString());
        var columns = Enumerable.Range(0, atlas.Advance)
            .Where(x => Enumerable.Range(0, atlas.Height).Any(y => canvas.Pixels.Span[((y * atlas.Advance) + x) * 3] > 60))
            .ToList();
        return (columns[0], columns[^1] + 1);
    }

    private static Canvas Draw(GlyphAtlas atlas, string text)
    {
        var canvas = new Canvas(new PictureSize(atlas.Advance, atlas.Height));
        atlas.Write(canvas, text, 0, 0, new Colour(255, 255, 255));
        return canvas;
    }
}
