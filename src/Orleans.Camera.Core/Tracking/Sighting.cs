using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Core.Tracking;

/// <summary>A detection as the tracker measures it: lengths in units of the picture's height in both directions.</summary>
internal readonly record struct Sighting(float X, float Y, float Width, float Height, Detection Detection)
{
    public float Extent => Math.Max(Width, Height);

    public float Size => (Width + Height) / 2;

    public static Sighting Of(in Detection detection, float aspect)
    {
        var box = detection.Box;
        return new((box.Left + box.Right) / 2 * aspect, (box.Top + box.Bottom) / 2, box.Width * aspect, box.Height, detection);
    }

    /// <summary>Whether this is a box at all: finite and not empty.</summary>
    public bool IsSound => float.IsFinite(X) && float.IsFinite(Y) && float.IsFinite(Width) && float.IsFinite(Height)
        && Width > 0 && Height > 0;

    /// <summary>Intersection over union of two boxes given by centre and size, 0..1.</summary>
    public static float Overlap(float x1, float y1, float width1, float height1, float x2, float y2, float width2, float height2)
    {
        var width = Math.Min(x1 + (width1 / 2), x2 + (width2 / 2)) - Math.Max(x1 - (width1 / 2), x2 - (width2 / 2));
        var height = Math.Min(y1 + (height1 / 2), y2 + (height2 / 2)) - Math.Max(y1 - (height1 / 2), y2 - (height2 / 2));
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / ((width1 * height1) + (width2 * height2) - shared);
    }
}
