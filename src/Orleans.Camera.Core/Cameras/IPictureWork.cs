using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// Work on pictures that costs processor time, done outside this process. Safe for concurrent use: whoever has many pictures
/// asks for several at once, and they share hand-overs. What waits is bounded, so that a batch job keeps no more than some
/// pictures waiting and asks again where it is refused.
/// </summary>
/// <remarks>A frame stays the caller's; it may be disposed as soon as a call has returned its task.</remarks>
public interface IPictureWork
{
    /// <summary>How this work goes.</summary>
    PictureWorkHealth Health { get; }

    /// <returns>A JPEG of the colour picture, or of the gate plane where no colour travels.</returns>
    /// <exception cref="PictureRefusedException">As many pictures wait as may.</exception>
    /// <exception cref="IOException">The picture cannot be worked on.</exception>
    /// <exception cref="Detecting.WorkerLostException">The processes cannot be started, or die of this picture.</exception>
    Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken);

    /// <summary>Makes a colour picture as large as a box lets it, keeping its aspect ratio, as <see cref="IPictureFitter"/> does.</summary>
    /// <param name="frame">With a colour picture.</param>
    /// <param name="box">In pixels; both sides of the result are even.</param>
    /// <returns>A frame of the caller's, with the gate plane as it was; the same picture where it is no larger.</returns>
    /// <exception cref="PictureRefusedException">As many pictures wait as may.</exception>
    /// <exception cref="IOException">The picture cannot be worked on.</exception>
    /// <exception cref="Detecting.WorkerLostException">The processes cannot be started, or die of this picture.</exception>
    Task<Frame> ResizeAsync(Frame frame, PictureSize box, CancellationToken cancellationToken);
}
