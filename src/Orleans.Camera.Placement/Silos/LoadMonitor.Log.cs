using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Placement.Silos;

internal sealed partial class LoadMonitor
{
    [LoggerMessage(6001, LogLevel.Warning, "{Fault}")]
    private static partial void LogGpu(ILogger logger, string fault);

    [LoggerMessage(6002, LogLevel.Warning, "This silo's load cannot be measured; it goes on without")]
    private static partial void LogUnmeasured(ILogger logger, Exception fault);

    [LoggerMessage(6003, LogLevel.Debug, "This silo's load cannot be published ({Reason}); the next one is tried in a second")]
    private static partial void LogUnpublished(ILogger logger, string reason);
}
