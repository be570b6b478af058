using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Frames;

/// <summary>
/// How the planes of a picture lie in its buffer. A frame carries the <em>gate plane</em>, a small luma plane on which
/// motion is found, and, where a detector or a renderer wants it, the colour <em>picture</em> as planar YUV 4:2:0
/// (I420, BT.601, limited range).
/// </summary>
/// <remarks>
/// Rows of <see cref="Stride"/> bytes, top to bottom: the picture's Y plane; its chroma, U in the left half of a row and V
/// in the right half; the gate plane. FFmpeg builds exactly this as one grey image, so that a picture crosses the pipe in
/// one piece, and the gate sees the same bytes whether a colour picture travels with it or not.
/// </remarks>
public sealed record FrameLayout
{
    /// <param name="source">Size of the source's own pictures.</param>
    /// <param name="gate">Size of the gate plane; empty where there are no pictures at all.</param>
    /// <param name="picture">Size of the colour picture, even in both directions; empty where none is carried.</param>
    /// <exception cref="ArgumentException">The picture's size is odd.</exception>
    public FrameLayout(PictureSize source, PictureSize gate, PictureSize picture = default)
    {
        if (!picture.IsEmpty && ((picture.Width | picture.Height) & 1) != 0)
        {
            throw new ArgumentException($"A YUV 4:2:0 picture needs an even size, not {picture}.", nameof(picture));
        }

        Source = source;
        Gate = gate;
        Picture = picture;
    }

    public PictureSize Source { get; }

    public PictureSize Gate { get; }

    public PictureSize Picture { get; }

    public int Stride => Math.Max(Gate.Width, Picture.Width);

    public int Rows => GateRow + Gate.Height;

    public int ByteLength => Stride * Rows;

    internal int ChromaRow => Picture.Height;

    internal int GateRow => Picture.Height * 3 / 2;
}
