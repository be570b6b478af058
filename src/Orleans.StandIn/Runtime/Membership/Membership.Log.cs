using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal static partial class MembershipLog
{
    [LoggerMessage(130, LogLevel.Debug, "Silo {Silo} did not answer: {Why}")]
    public static partial void ProbeMissed(this ILogger log, SiloAddress silo, string why);

    [LoggerMessage(131, LogLevel.Warning, "Silo {Silo} is suspected with {Votes} of {Needed} votes")]
    public static partial void Suspected(this ILogger log, SiloAddress silo, int votes, int needed);

    [LoggerMessage(132, LogLevel.Warning, "Silo {Silo} is dead")]
    public static partial void DeclaredDead(this ILogger log, SiloAddress silo);

    [LoggerMessage(133, LogLevel.Warning, "The membership table cannot be reached; what is known stays as it is")]
    public static partial void TableFailed(this ILogger log, Exception exception);

    [LoggerMessage(134, LogLevel.Critical, "{Why}")]
    public static partial void Fatal(this ILogger log, string why);

    [LoggerMessage(136, LogLevel.Debug, "Not every silo could be told: {Why}")]
    public static partial void NewsFailed(this ILogger log, string why);

    [LoggerMessage(135, LogLevel.Warning, "The directory cannot be reached; the entry of {Grain} stays")]
    public static partial void UnregisterFailed(this ILogger log, Exception exception, GrainId grain);
}
