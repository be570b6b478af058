using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>A rectangle of a picture in whole pixels; all four numbers are even, so that chroma falls on whole pixels.</summary>
internal readonly record struct PictureCrop(int X, int Y, int Width, int Height)
{
    public static PictureCrop Whole(PictureSize picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>The pixels that a relative box covers, widened to even ones.</summary>
    public static PictureCrop Around(in Box box, PictureSize picture)
    {
        var left = Even(box.Left, picture.Width, up: false);
        var top = Even(box.Top, picture.Height, up: false);
        var right = Math.Max(Even(box.Right, picture.Width, up: true), Math.Min(left + 2, picture.Width));
        var bottom = Math.Max(Even(box.Bottom, picture.Height, up: true), Math.Min(top + 2, picture.Height));
        left = Math.Min(left, right - 2);
        top = Math.Min(top, bottom - 2);
        return new(left, top, right - left, bottom - top);
    }

    private static int Even(float relative, int length, bool up)
    {
        var pixels = Math.Clamp(relative, 0f, 1f) * length / 2;
        return 2 * (int)(up ? MathF.Ceiling(pixels) : MathF.Floor(pixels));
    }
}

/// <summary>Where a crop of a picture lies in a model's input.</summary>
/// <param name="Crop">The part of the picture.</param>
/// <param name="X">Its left edge in the input, in pixels.</param>
/// <param name="Y">Its top edge in the input, in pixels.</param>
/// <param name="Size">Its size in the input, in pixels.</param>
internal readonly record struct Letterbox(PictureCrop Crop, int X, int Y, PictureSize Size)
{
    private const float FarthestOutside = 1f;

    public static Letterbox Fit(PictureCrop crop, PictureSize input, PicturePlacement placement)
    {
        if (placement == PicturePlacement.Stretch)
        {
            return new(crop, 0, 0, input);
        }

        var scale = Math.Min((double)input.Width / crop.Width, (double)input.Height / crop.Height);
        var size = new PictureSize(
            Math.Clamp((int)Math.Round(crop.Width * scale), 1, input.Width),
            Math.Clamp((int)Math.Round(crop.Height * scale), 1, input.Height));
        return placement == PicturePlacement.TopLeft
            ? new(crop, 0, 0, size)
            : new(crop, (input.Width - size.Width) / 2, (input.Height - size.Height) / 2, size);
    }

    /// <summary>A box in input pixels, as a box on the picture in relative coordinates.</summary>
    public Box ToPicture(in Candidate box, PictureSize picture) => new(
        Horizontal(box.Left, picture), Vertical(box.Top, picture), Horizontal(box.Right, picture), Vertical(box.Bottom, picture));

    private float Horizontal(float x, PictureSize picture) =>
        Limit((Crop.X + ((x - X) * Crop.Width / Size.Width)) / picture.Width);

    private float Vertical(float y, PictureSize picture) =>
        Limit((Crop.Y + ((y - Y) * Crop.Height / Size.Height)) / picture.Height);

    private static float Limit(float relative) => Math.Clamp(relative, -FarthestOutside, 1 + FarthestOutside);
}
