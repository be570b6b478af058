using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>Encodes in the processes for picture work, and another way where these cannot.</summary>
/// <param name="work">The processes.</param>
/// <param name="other">The other way.</param>
/// <param name="canEncode">Whether the processes have an encoder on this machine.</param>
/// <param name="logger">Told once of each reason for the other way.</param>
public sealed partial class PooledEncoder(IPictureWork work, IPictureEncoder other, bool canEncode, ILogger<PooledEncoder> logger) : IPictureEncoder
{
    private int _hasToldMissing;
    private int _hasToldLost;

    /// <summary>Whether this machine has the library by which the processes encode.</summary>
    public static bool IsPossible => TurboJpeg.IsInstalled;

    /// <inheritdoc/>
    public async Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (canEncode)
        {
            try
            {
                return await work.EncodeJpegAsync(frame, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkerLostException fault)
            {
                TellLost(fault.Message);
            }
        }
        else if (Interlocked.Exchange(ref _hasToldMissing, 1) == 0)
        {
            LogMissing(logger, TurboJpeg.Package);
        }

        return await other.EncodeJpegAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    private void TellLost(string reason)
    {
        if (Interlocked.Exchange(ref _hasToldLost, 1) == 0)
        {
            LogLost(logger, reason);
        }
    }

    [LoggerMessage(3028, LogLevel.Information, "Each JPEG is made by an FFmpeg of its own, which costs more, for {Package} is not installed")]
    private static partial void LogMissing(ILogger logger, string package);

    [LoggerMessage(3029, LogLevel.Warning, "A JPEG is made by an FFmpeg of its own, for the processes for picture work failed: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
