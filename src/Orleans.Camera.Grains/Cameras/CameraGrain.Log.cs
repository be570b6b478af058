using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Cameras;

internal sealed partial class CameraGrain
{
    [LoggerMessage(3001, LogLevel.Information, "Camera {Camera} belongs to this silo now, as its owner number {Epoch}, and goes on after picture {Frame}.")]
    private partial void LogClaimed(string camera, long epoch, long frame);

    [LoggerMessage(3002, LogLevel.Warning, "Camera {Camera}: another silo has taken over after owner number {Epoch}; this one stops.")]
    private partial void LogFenced(string camera, long epoch);

    [LoggerMessage(3003, LogLevel.Warning, "Camera {Camera}: the pipeline has ended, and begins again in {Seconds:0.0} s: {Reason}")]
    private partial void LogEnded(Exception? exception, string camera, double seconds, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Camera {Camera} is {State}: {Reason}")]
    private partial void LogState(string camera, CameraState state, string reason);

    [LoggerMessage(3005, LogLevel.Error, "Camera {Camera}: a fault of this program; the grain begins anew.")]
    private partial void LogBroken(Exception exception, string camera);

    [LoggerMessage(3006, LogLevel.Information, "Camera {Camera}: {Count} events that were counted here while the store was away are stored now.")]
    private partial void LogRecovered(string camera, long count);
}
