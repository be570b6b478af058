using System.Diagnostics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>
/// Writes pictures as an H.264 MP4 that every player and browser shows: an FFmpeg child fed through a pipe.
/// </summary>
/// <remarks>
/// The video has one constant rate, and a picture stays until the next one is due, so that one second of the source is one
/// second of the video, also where pictures were missing or came at an uneven pace.
/// </remarks>
public sealed class AnnotatedVideo : IAsyncDisposable
{
    // After a long outage the picture stands still for so long, not for hours.
    private const double LongestStandstill = 5;

    private readonly Process _encoder;
    private readonly Task<string> _complaints;
    private readonly string _path;
    private readonly double _rate;
    private TimeSpan? _start;
    private TimeSpan _latest;
    private long _written;
    private byte[]? _pending;

    private AnnotatedVideo(Process encoder, string path, double rate)
    {
        (_encoder, _path, _rate) = (encoder, path, rate);
        _complaints = encoder.StandardError.ReadToEndAsync();
    }

    /// <param name="path">The file to be written; it is replaced.</param>
    /// <param name="size">Size of every picture, even in both directions.</param>
    /// <param name="framesPerSecond">Of the video, above 0.</param>
    /// <exception cref="IOException">FFmpeg is not installed.</exception>
    public static AnnotatedVideo Create(string path, PictureSize size, double framesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        var rate = framesPerSecond.ToString("0.######");
        string[] arguments =
        [
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", size.ToString(), "-framerate", rate, "-i", "pipe:0",
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "21",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + path,
        ];
        var encoder = RenderingProcess.Start(arguments, start =>
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardError = true;
        });
        return new AnnotatedVideo(encoder, path, framesPerSecond);
    }

    /// <summary>Adds a picture; the canvas may be drawn on again afterwards.</summary>
    /// <param name="pts">The picture's time; not earlier than the one before.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async ValueTask AddAsync(Canvas canvas, TimeSpan pts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        _start ??= pts;
        if (_pending is not null)
        {
            if ((pts - _latest).TotalSeconds > LongestStandstill)
            {
                _start += pts - _latest - TimeSpan.FromSeconds(LongestStandstill);
            }

            await WriteUntilAsync((long)Math.Round((pts - _start.Value).TotalSeconds * _rate), cancellationToken).ConfigureAwait(false);
        }

        _latest = pts;
        _pending ??= new byte[canvas.Pixels.Length];
        canvas.Pixels.CopyTo(_pending);
    }

    /// <summary>Writes what is left and waits for the file to be whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_pending is not null)
        {
            await WriteUntilAsync(_written + 1, cancellationToken).ConfigureAwait(false);
        }

        _encoder.StandardInput.Close();
        await _encoder.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (_encoder.ExitCode != 0)
        {
            throw await FailureAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_encoder.HasExited)
        {
            _encoder.Kill();
            await _encoder.WaitForExitAsync().ConfigureAwait(false);
        }

        _encoder.Dispose();
    }

    private async Task WriteUntilAsync(long due, CancellationToken cancellationToken)
    {
        try
        {
            for (; _written < due; _written++)
            {
                await _encoder.StandardInput.BaseStream.WriteAsync(_pending, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            throw await FailureAsync().ConfigureAwait(false);
        }
    }

    private async Task<IOException> FailureAsync()
    {
        var lines = (await _complaints.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new IOException($"'{_path}' cannot be written: {(lines.Length > 0 ? lines[0] : "FFmpeg ended early")}");
    }
}
