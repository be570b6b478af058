namespace Orleans.Camera.Vision.Rendering;

/// <summary>Draws the characters once, with FFmpeg's text filter (FreeType), so that no font library is needed here.</summary>
internal static class GlyphAtlasLoader
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf";
    private const int Margin = 4;
    private const int Glyphs = GlyphAtlas.Last - GlyphAtlas.First + 1;

    // A full block at either end shows where the line of text begins and ends; blanks keep neighbours apart.
    private const int Cells = (2 * Glyphs) + 1;

    /// <param name="fontSize">Pixels of one em, 6..200.</param>
    /// <exception cref="IOException">FFmpeg or the font is missing.</exception>
    public static async Task<GlyphAtlas> LoadAsync(int fontSize, CancellationToken cancellationToken)
    {
        var (width, height) = (Even(Cells * fontSize) + (2 * Margin), (2 * fontSize) + (2 * Margin));
        var folder = Directory.CreateTempSubdirectory("camera-font-");
        try
        {
            var text = "\u2588 " + string.Join(' ', Enumerable.Range(GlyphAtlas.First + 1, Glyphs - 1).Select(c => (char)c)) + " \u2588";
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "text"), text, cancellationToken).ConfigureAwait(false);
            var pixels = await DrawAsync(folder.FullName, fontSize, width, height, cancellationToken).ConfigureAwait(false);
            return Cut(pixels, width, height);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> DrawAsync(string folder, int fontSize, int width, int height, CancellationToken cancellationToken)
    {
        var font = File.Exists(Font) ? $"fontfile={Font}" : "font=monospace";
        string[] arguments =
        [
            "-f", "lavfi", "-i", $"color=black:s={width}x{height}:r=1", "-frames:v", "1",
            "-vf", $"drawtext={font}:textfile=text:expansion=none:fontsize={fontSize}:fontcolor=white:x={Margin}:y={Margin}",
            "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1",
        ];
        using var process = RenderingProcess.Start(arguments, start =>
        {
            start.WorkingDirectory = folder;
            start.RedirectStandardOutput = true;
        });
        using var pixels = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(pixels, cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return pixels.Length == (long)width * height
            ? pixels.ToArray()
            : throw new IOException("FFmpeg drew no text: install the font, sudo apt-get install fonts-dejavu-core");
    }

    // FFmpeg draws on 4:2:0 pictures, which have no odd columns.
    private static int Even(int size) => (size + 1) & ~1;

    private static GlyphAtlas Cut(byte[] pixels, int width, int height)
    {
        const byte Ink = 40;
        var columns = Enumerable.Range(0, width).Where(x => Enumerable.Range(0, height).Any(y => pixels[(y * width) + x] > Ink)).ToList();
        var rows = Enumerable.Range(0, height).Where(y => pixels.AsSpan(y * width, width).ContainsAnyInRange(Ink, byte.MaxValue)).ToList();
        var (advance, top) = ((int)Math.Round((columns[^1] - columns[0] + 1) / (double)Cells), rows[0]);
        var atlas = new byte[rows.Count * Glyphs * advance];
        for (var y = 0; y < rows.Count; y++)
        {
            for (var glyph = 1; glyph < Glyphs; glyph++)
            {
                pixels.AsSpan(((top + y) * width) + Margin + (2 * glyph * advance), advance)
                    .CopyTo(atlas.AsSpan((y * Glyphs * advance) + (glyph * advance)));
            }
        }

        return new GlyphAtlas(advance, rows.Count, atlas);
    }
}
