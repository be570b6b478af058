using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Silo.Hosting;

internal sealed partial class ClusterCheck
{
    [LoggerMessage(7010, LogLevel.Warning, "The store cannot be told that this silo is there: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
