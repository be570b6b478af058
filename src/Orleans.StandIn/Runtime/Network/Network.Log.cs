using System.Net;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal static partial class NetworkLog
{
    [LoggerMessage(140, LogLevel.Warning, "The connection from {From} is refused: {Why}")]
    public static partial void ConnectionRefused(this ILogger log, EndPoint? from, string why);

    [LoggerMessage(141, LogLevel.Information, "Client {Client} is connected")]
    public static partial void ClientConnected(this ILogger log, string client);

    [LoggerMessage(142, LogLevel.Information, "Client {Client} has gone")]
    public static partial void ClientGone(this ILogger log, string client);

    [LoggerMessage(143, LogLevel.Information, "Connected to the gateway {Gateway}")]
    public static partial void GatewayConnected(this ILogger log, EndPoint gateway);

    [LoggerMessage(144, LogLevel.Warning, "No gateway can be reached: {Why}")]
    public static partial void NoGateway(this ILogger log, string why);
}
