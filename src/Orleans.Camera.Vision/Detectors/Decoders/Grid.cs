using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>The grid cells of the YOLO family: three grids, of strides 8, 16 and 32 pixels.</summary>
internal static class Grid
{
    public static readonly int[] Strides = [8, 16, 32];

    /// <summary>Cells of all three grids.</summary>
    public static int Cells(PictureSize input)
    {
        var cells = 0;
        foreach (var stride in Strides)
        {
            cells += input.Width / stride * (input.Height / stride);
        }

        return cells;
    }
}
