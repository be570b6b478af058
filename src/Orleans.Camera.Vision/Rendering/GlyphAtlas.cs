namespace Orleans.Camera.Vision.Rendering;

/// <summary>The printable ASCII characters of a monospaced font in one size, as 8-bit coverage.</summary>
/// <param name="advance">Pixels from one character to the next.</param>
/// <param name="height">Pixels from the top of the highest character to the bottom of the lowest.</param>
/// <param name="coverage">The characters side by side, each <paramref name="advance"/> wide.</param>
internal sealed class GlyphAtlas(int advance, int height, byte[] coverage)
{
    public const char First = ' ';
    public const char Last = '~';

    public int Advance { get; } = advance;

    public int Height { get; } = height;

    public int WidthOf(string text) => text.Length * Advance;

    /// <summary>Writes text whose top left corner is at the given pixel. Other than ASCII characters become '?'.</summary>
    public void Write(Canvas canvas, string text, int left, int top, Colour colour)
    {
        var stride = (Last - First + 1) * Advance;
        for (var i = 0; i < text.Length; i++)
        {
            var glyph = (text[i] is >= First and <= Last ? text[i] : '?') - First;
            for (var y = 0; y < Height; y++)
            {
                var row = coverage.AsSpan((y * stride) + (glyph * Advance), Advance);
                for (var x = 0; x < row.Length; x++)
                {
                    canvas.Blend(left + (i * Advance) + x, top + y, colour, row[x] / 255f);
                }
            }
        }
    }
}
