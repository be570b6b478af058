using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal static partial class SiloLog
{
    [LoggerMessage(100, LogLevel.Information, "Engine {Engine}: silo {Name} at {Address} is active")]
    public static partial void SiloStarted(this ILogger log, string? engine, string name, SiloAddress address);

    [LoggerMessage(101, LogLevel.Information, "Silo {Name} at {Address} has stopped")]
    public static partial void SiloStopped(this ILogger log, string name, SiloAddress address);

    [LoggerMessage(110, LogLevel.Error, "{Grain} could not be activated")]
    public static partial void ActivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(111, LogLevel.Error, "{Grain} failed to deactivate cleanly")]
    public static partial void DeactivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(112, LogLevel.Error, "{Grain} could not migrate")]
    public static partial void MigrationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(120, LogLevel.Warning, "A timer of {Grain} threw; it goes on")]
    public static partial void CallbackFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(121, LogLevel.Warning, "A one-way call of {Grain} threw")]
    public static partial void OneWayFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(140, LogLevel.Warning, "An event of stream {Stream} did not reach {Consumer}")]
    public static partial void StreamDeliveryFailed(this ILogger log, Exception exception, GrainId stream, GrainId consumer);

    [LoggerMessage(141, LogLevel.Warning, "Reminder {Name} of {Grain} could not be delivered; the next one will be")]
    public static partial void ReminderFailed(this ILogger log, Exception exception, string name, GrainId grain);

    [LoggerMessage(142, LogLevel.Warning, "Reminders are not looked after; trying again")]
    public static partial void RemindersAway(this ILogger log, Exception exception);
}
