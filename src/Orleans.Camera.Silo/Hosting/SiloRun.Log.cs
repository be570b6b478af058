using System.Net;
using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Silo.Hosting;

public sealed partial class SiloRun
{
    [LoggerMessage(7000, LogLevel.Information, "Orleans Camera {Version} on {Engine}: silo {Silo} starts")]
    private static partial void LogEngine(ILogger logger, string version, string engine, string silo);

    [LoggerMessage(7001, LogLevel.Information, "Ready on {Address}: silos at port {SiloPort}, clients at port {GatewayPort}")]
    private static partial void LogReady(ILogger logger, IPAddress address, int siloPort, int gatewayPort);

    [LoggerMessage(7002, LogLevel.Information, "Stopping: handing the cameras over")]
    private static partial void LogStopping(ILogger logger);
}
