using System.Numerics;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>A zone as a tinted area with its name and occupancy.</summary>
internal static class ZoneDrawing
{
    public static void Draw(Canvas canvas, ZoneDefinition zone, GlyphAtlas text, long occupancy, float unit)
    {
        var scale = new Vector2(canvas.Size.Width, canvas.Size.Height);
        Vector2[] corners = [.. zone.Polygon.Select(corner => new Vector2(corner.X, corner.Y) * scale)];
        canvas.Fill(corners, Palette.Zone, occupancy > 0 ? 0.28f : 0.14f);
        canvas.Outline(corners, isClosed: true, 1.4f * unit, Palette.Zone);
        var caption = $"{zone.Name} {occupancy}";
        var middle = corners.Aggregate(Vector2.Zero, (sum, corner) => sum + corner) / corners.Length;
        var (left, top) = ((int)(middle.X - (text.WidthOf(caption) / 2f)), (int)(middle.Y - (text.Height / 2f)));
        canvas.Fill(
            new(left - (3 * unit), top - unit), new(left + text.WidthOf(caption) + (3 * unit), top + text.Height + unit),
            3 * unit, Palette.Ink, 0.6f);
        text.Write(canvas, caption, left, top, Palette.Paper);
    }
}
