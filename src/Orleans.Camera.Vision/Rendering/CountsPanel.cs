using System.Numerics;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>The panel of running counts in the upper left corner: one row a line, one a zone.</summary>
internal static class CountsPanel
{
    private const int LongestName = 16;
    private const int MostRows = 8;

    public static void Draw(Canvas canvas, GlyphAtlas text, OverlayOptions options, RunningCounts counts, float unit)
    {
        var names = options.Lines.Select(line => line.Name).Concat(options.Zones.Select(zone => zone.Name)).ToList();
        var nameWidth = Math.Min(LongestName, names.Max(name => (int?)name.Length) ?? 0);
        var rows = Math.Min(MostRows, names.Count);
        if (rows == 0)
        {
            return;
        }

        var (padding, step) = (8 * unit, text.Height + (3 * unit));
        var columns = nameWidth + " in 0000  out 0000".Length;
        var from = new Vector2(padding);
        var to = from + new Vector2((columns * text.Advance) + (2 * padding), (rows * step) - (3 * unit) + (1.4f * padding));
        canvas.Fill(from, to, 5 * unit, Palette.Ink, 0.66f);
        var pen = new Pen(canvas, text, (int)(from.X + padding), (int)(from.Y + (0.7f * padding)));
        for (var i = 0; i < rows; i++, pen.Top += (int)step)
        {
            pen.Column = 0;
            var name = names[i].Length > nameWidth ? names[i][..nameWidth] : names[i];
            pen.Write(name.PadRight(nameWidth), Palette.Paper);
            if (i < options.Lines.Count)
            {
                WriteLine(ref pen, names[i], counts);
            }
            else
            {
                pen.Write("  now ", Palette.Muted);
                pen.Write($"{counts.OccupancyOf(names[i])}", Palette.Zone);
            }
        }
    }

    private static void WriteLine(ref Pen pen, string line, RunningCounts counts)
    {
        pen.Write("  in ", Palette.Muted);
        pen.Write($"{counts.Of(line, Direction.In),-4}", Palette.Of(Direction.In));
        pen.Write(" out ", Palette.Muted);
        pen.Write($"{counts.Of(line, Direction.Out),-4}", Palette.Of(Direction.Out));
    }

    private struct Pen(Canvas canvas, GlyphAtlas text, int left, int top)
    {
        public int Top = top;
        public int Column;

        public void Write(string what, Colour colour)
        {
            text.Write(canvas, what, left + (Column * text.Advance), Top, colour);
            Column += what.Length;
        }
    }
}
