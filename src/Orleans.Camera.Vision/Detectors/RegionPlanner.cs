using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Chooses the crops of a picture that a detector looks at, from where something moves.</summary>
internal static class RegionPlanner
{
    private const float Margin = 0.25f;
    private const float WholeFromShare = 0.6f;

    /// <summary>
    /// Leaves crops that do not overlap and cover every region with a margin; one crop of the whole picture where that
    /// would be no saving.
    /// </summary>
    /// <param name="input">Size of the model's input: smaller crops would only be blown up.</param>
    /// <param name="most">At most so many crops.</param>
    public static void Plan(List<Box> regions, PictureSize picture, PictureSize input, int most, List<PictureCrop> crops)
    {
        crops.Clear();
        foreach (var region in regions)
        {
            Add(crops, PictureCrop.Around(Widen(region, picture, input), picture));
        }

        var area = 0L;
        foreach (var crop in crops)
        {
            area += (long)crop.Width * crop.Height;
        }

        if (crops.Count == 0 || crops.Count > most || area >= picture.Area * WholeFromShare)
        {
            crops.Clear();
            crops.Add(PictureCrop.Whole(picture));
        }
    }

    private static Box Widen(in Box region, PictureSize picture, PictureSize input)
    {
        var width = Math.Min(1, Math.Max(region.Width * (1 + (2 * Margin)), (float)input.Width / picture.Width));
        var height = Math.Min(1, Math.Max(region.Height * (1 + (2 * Margin)), (float)input.Height / picture.Height));
        var left = Math.Clamp(region.Center.X - (width / 2), 0, 1 - width);
        var top = Math.Clamp(region.Center.Y - (height / 2), 0, 1 - height);
        return new Box(left, top, left + width, top + height);
    }

    /// <summary>Adds a crop, joined with every one that it overlaps.</summary>
    private static void Add(List<PictureCrop> crops, PictureCrop crop)
    {
        for (var i = 0; i < crops.Count; i++)
        {
            if (Overlap(crops[i], crop))
            {
                crop = Join(crops[i], crop);
                crops.RemoveAt(i);
                i = -1;
            }
        }

        crops.Add(crop);
    }

    private static bool Overlap(in PictureCrop one, in PictureCrop other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width
        && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static PictureCrop Join(in PictureCrop one, in PictureCrop other)
    {
        var (left, top) = (Math.Min(one.X, other.X), Math.Min(one.Y, other.Y));
        var right = Math.Max(one.X + one.Width, other.X + other.Width);
        var bottom = Math.Max(one.Y + one.Height, other.Y + other.Height);
        return new(left, top, right - left, bottom - top);
    }
}
