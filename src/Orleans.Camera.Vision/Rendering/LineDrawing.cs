using System.Numerics;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>A counting line with an arrow in its middle that shows which way is <c>in</c>; it lights up when it counts.</summary>
/// <param name="flash">For how many pictures it stays lit.</param>
internal sealed class LineDrawing(LineZoneDefinition line, int flash)
{
    private Direction _direction;
    private int _left;

    public void Observe(IReadOnlyList<Crossing> crossings)
    {
        _left = Math.Max(0, _left - 1);
        foreach (var crossing in crossings)
        {
            if (crossing.Line == line.Name)
            {
                (_direction, _left) = (crossing.Direction, flash);
            }
        }
    }

    public void Draw(Canvas canvas, float unit)
    {
        var scale = new Vector2(canvas.Size.Width, canvas.Size.Height);
        var (from, to) = (new Vector2(line.Start.X, line.Start.Y) * scale, new Vector2(line.End.X, line.End.Y) * scale);
        var light = _left / (float)flash;
        var colour = Palette.Paper.MixedWith(Palette.Of(_direction), light);
        var thickness = (2 + (2.5f * light)) * unit;
        canvas.Outline([from, to], isClosed: false, thickness, colour);
        canvas.Line(from, from, 6 * unit, colour);
        canvas.Line(to, to, 6 * unit, colour);
        DrawArrow(canvas, (from + to) / 2, Vector2.Normalize(to - from), unit);
    }

    private static void DrawArrow(Canvas canvas, Vector2 at, Vector2 along, float unit)
    {
        // On a picture y points down, so turning (x, y) into (-y, x) turns clockwise: from the left of the line to its right.
        var inward = new Vector2(-along.Y, along.X);
        var (tip, neck) = (at + (inward * 20 * unit), at + (inward * 12 * unit));
        Vector2[] head = [tip, neck + (along * 6 * unit), neck - (along * 6 * unit)];
        canvas.Outline([at, neck], isClosed: false, 2.4f * unit, Palette.Of(Direction.In));
        canvas.Polyline(head, isClosed: true, 2.4f * unit, Palette.Ink, 0.35f);
        canvas.Fill(head, Palette.Of(Direction.In), 1);
        canvas.Polyline(head, isClosed: true, unit, Palette.Of(Direction.In), 1);
    }
}
