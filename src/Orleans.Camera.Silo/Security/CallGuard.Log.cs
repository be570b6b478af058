using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Silo.Security;

internal sealed partial class CallGuard
{
    [LoggerMessage(7020, LogLevel.Warning, "{Reason} ({Others} other calls were refused in the seconds before)")]
    private static partial void LogRefused(ILogger logger, string reason, long others);
}
