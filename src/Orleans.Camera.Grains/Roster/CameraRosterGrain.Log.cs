using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Grains.Roster;

internal sealed partial class CameraRosterGrain
{
    [LoggerMessage(3101, LogLevel.Information, "{Count} of {Known} cameras do not count; they are started.")]
    private partial void LogStarting(int count, int known);

    [LoggerMessage(3102, LogLevel.Warning, "The store is away, so nobody can see which cameras count: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(3103, LogLevel.Warning, "Camera {Camera} was not reached: {Reason}")]
    private partial void LogNotReached(string camera, string reason);

    [LoggerMessage(3105, LogLevel.Information, "Camera {Camera} moves to a silo that has fewer.")]
    private partial void LogMoving(string camera);

    [LoggerMessage(3104, LogLevel.Error, "A look at the cameras failed; the next one follows.")]
    private partial void LogRoundFailed(Exception exception);

    [LoggerMessage(3106, LogLevel.Information, "{Count} cameras are still on drained silos; they move.")]
    private partial void LogDraining(int count);

    [LoggerMessage(3107, LogLevel.Warning, "No reminder could be set that brings the roster back; it is tried again: {Reason}")]
    private partial void LogNoReminder(string reason);
}
