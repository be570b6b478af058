using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Sources;

internal sealed partial class FfmpegFrameSource
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(2001, LogLevel.Information, "{Source}: open, {Size}, {FramesPerSecond} pictures per second")]
    private partial void LogOpened(string source, PictureSize size, double framesPerSecond);

    [LoggerMessage(2002, LogLevel.Warning, "{Source}: lost ({Reason}), trying again in {Seconds:0.#} s")]
    private partial void LogLost(string source, string reason, double seconds);

    [LoggerMessage(2003, LogLevel.Warning, "{Source}: back after {Seconds:0.#} s")]
    private partial void LogRestored(string source, double seconds);

    [LoggerMessage(2004, LogLevel.Warning, "{Source}: its decoder ended with status {Status}, going on at picture {Picture}")]
    private partial void LogRestarted(string source, long picture, int status);
}
