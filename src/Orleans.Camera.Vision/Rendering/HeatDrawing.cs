using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>How warm the parts of a picture are.</summary>
/// <param name="Heat">Row by row, one value a cell, 0 or more.</param>
/// <param name="Cells">Columns and rows; the grid covers the whole picture.</param>
public sealed record HeatGrid(ReadOnlyMemory<float> Heat, PictureSize Cells);

/// <summary>Lays a heat map over a picture.</summary>
internal static class HeatDrawing
{
    private const float Strongest = 0.72f;

    public static void DrawHeat(this Canvas canvas, HeatGrid grid)
    {
        var heat = grid.Heat.Span;
        var cells = grid.Cells;
        if (heat.Length != cells.Area)
        {
            throw new ArgumentException($"{heat.Length} values are no grid of {cells}.", nameof(grid));
        }

        var greatest = 0f;
        foreach (var value in heat)
        {
            greatest = Math.Max(greatest, value);
        }

        for (var y = 0; greatest > 0 && y < canvas.Size.Height; y++)
        {
            for (var x = 0; x < canvas.Size.Width; x++)
            {
                // The square root keeps a place where one person walked visible beside one where hundreds did.
                var share = MathF.Sqrt(Between(heat, cells, CellOf(x, canvas.Size.Width, cells.Width), CellOf(y, canvas.Size.Height, cells.Height)) / greatest);
                canvas.Blend(x, y, Palette.OfHeat(share), Strongest * Math.Min(1, share * 2.5f));
            }
        }
    }

    private static float CellOf(int pixel, int pixels, int cells) => ((pixel + 0.5f) * cells / pixels) - 0.5f;

    private static float Between(ReadOnlySpan<float> heat, PictureSize cells, float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (right, below) = (x - left, y - top);
        var upper = (At(heat, cells, left, top) * (1 - right)) + (At(heat, cells, left + 1, top) * right);
        var lower = (At(heat, cells, left, top + 1) * (1 - right)) + (At(heat, cells, left + 1, top + 1) * right);
        return (upper * (1 - below)) + (lower * below);
    }

    private static float At(ReadOnlySpan<float> heat, PictureSize cells, int x, int y) =>
        heat[(Math.Clamp(y, 0, cells.Height - 1) * cells.Width) + Math.Clamp(x, 0, cells.Width - 1)];
}
