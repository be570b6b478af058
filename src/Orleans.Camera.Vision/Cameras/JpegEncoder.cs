using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Cameras;

/// <summary>Encodes single pictures by an FFmpeg child each, which is dear: for machines without an encoder of our own.</summary>
public sealed class JpegEncoder : IPictureEncoder
{
    /// <inheritdoc/>
    public async Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (size, format, pixels) = frame.Layout.Picture.IsEmpty
            ? (frame.Layout.Gate, "gray", Packed(frame.Gate))
            : (frame.Layout.Picture, "yuv420p", (byte[])[.. Packed(frame.Luma), .. Packed(frame.ChromaU), .. Packed(frame.ChromaV)]);
        using var encoder = RenderingProcess.Start(Arguments(size, format), start =>
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
        });
        var complaints = encoder.StandardError.ReadToEndAsync(cancellationToken);
        using var jpeg = new MemoryStream();
        var reading = encoder.StandardOutput.BaseStream.CopyToAsync(jpeg, cancellationToken);
        await encoder.StandardInput.BaseStream.WriteAsync(pixels, cancellationToken).ConfigureAwait(false);
        encoder.StandardInput.Close();
        await reading.ConfigureAwait(false);
        await encoder.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return encoder.ExitCode == 0 && jpeg.Length > 0
            ? jpeg.ToArray()
            : throw new IOException($"FFmpeg made no JPEG: {(await complaints.ConfigureAwait(false)).Trim()}");
    }

    private static string[] Arguments(PictureSize size, string format) =>
    [
        "-f", "rawvideo", "-pix_fmt", format, "-video_size", size.ToString(), "-i", "pipe:0",
        "-frames:v", "1", "-vf", "scale=out_range=pc,format=yuvj420p", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe", "pipe:1",
    ];

    private static byte[] Packed(Plane plane)
    {
        var pixels = new byte[plane.Width * plane.Height];
        for (var y = 0; y < plane.Height; y++)
        {
            plane.Row(y).CopyTo(pixels.AsSpan(y * plane.Width));
        }

        return pixels;
    }
}
