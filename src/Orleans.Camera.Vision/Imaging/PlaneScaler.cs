using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>Scales as a detector does before it looks: what the detector would scale then, it finds done. Not thread safe.</summary>
internal sealed unsafe class PlaneScaler
{
    private readonly Resampler _resampler = new();
    private float[] _row = [];

    /// <summary>As large as a box lets a picture be, keeping its aspect ratio, and even.</summary>
    /// <returns>Nothing where it is no larger than the box.</returns>
    public static PictureSize? SizeWithin(PictureSize box, PictureSize picture)
    {
        if (box.IsEmpty || (picture.Width <= box.Width && picture.Height <= box.Height))
        {
            return null;
        }

        var fitted = Letterbox.Fit(PictureCrop.Whole(picture), box, PicturePlacement.TopLeft).Size;
        return new PictureSize(Even(fitted.Width), Even(fitted.Height));
    }

    /// <summary>Writes the planes as they lie in a frame: luma, then the chroma planes side by side.</summary>
    /// <param name="luma">Of the picture.</param>
    /// <param name="chromaU">Half as large.</param>
    /// <param name="chromaV">Half as large.</param>
    /// <param name="target">Of so many bytes a row.</param>
    /// <param name="size">Of the result.</param>
    /// <param name="stride">From row to row of the result.</param>
    public void Scale(in Plane luma, in Plane chromaU, in Plane chromaV, Span<byte> target, PictureSize size, int stride)
    {
        var half = new PictureSize(size.Width / 2, size.Height / 2);
        var chroma = target[(stride * size.Height)..];
        Scale(luma, target, size, stride);
        Scale(chromaU, chroma, half, stride);
        Scale(chromaV, chroma[half.Width..], half, stride);
    }

    private static int Even(int side) => Math.Max(2, side & ~1);

    private void Scale(in Plane plane, Span<byte> target, PictureSize size, int stride)
    {
        _row = _row.Length >= size.Width ? _row : new float[size.Width];
        _resampler.Set(0, plane.Width, size.Width, 0, plane.Height, size.Height);
        fixed (float* row = _row)
        {
            for (var y = 0; y < size.Height; y++)
            {
                _resampler.Row(plane, y, row);
                var bytes = target.Slice(y * stride, size.Width);
                for (var x = 0; x < bytes.Length; x++)
                {
                    bytes[x] = (byte)(row[x] + 0.5f);
                }
            }
        }
    }
}
