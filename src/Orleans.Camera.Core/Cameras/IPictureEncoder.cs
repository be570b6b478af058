using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Cameras;

/// <summary>Makes a picture that people can look at. Safe for concurrent use.</summary>
public interface IPictureEncoder
{
    /// <returns>A JPEG of the colour picture, or of the gate plane where no colour travels.</returns>
    /// <exception cref="IOException">It cannot be encoded.</exception>
    Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken);
}
