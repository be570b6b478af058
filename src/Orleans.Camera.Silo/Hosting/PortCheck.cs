using System.Net;
using System.Net.Sockets;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>
/// Whether a silo can listen where it is told to. Asked before anything is begun: an engine that finds out in the middle of its
/// start says so with its own exceptions, and may not end.
/// </summary>
internal static class PortCheck
{
    /// <exception cref="StartException">It cannot; the message names the port.</exception>
    public static void Run(SiloSettings settings)
    {
        var address = settings.IsCluster ? settings.Address : IPAddress.Loopback;
        Try(address, settings.SiloPort, "SiloPort");
        Try(address, settings.GatewayPort, "GatewayPort");
    }

    private static void Try(IPAddress address, int port, string key)
    {
        // Only bound: whoever connects meanwhile is not met by a listener that goes away at once.
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException fault)
        {
            throw new StartException(
                fault.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => $"port {port} of {address} is in use: set Camera:Endpoints:{key} to a free one",
                    SocketError.AddressNotAvailable => $"this machine does not have the address {address}: set Camera:Endpoints:Address to one that it has",
                    _ => $"port {port} of {address} cannot be listened at ({fault.Message}): set Camera:Endpoints:{key} to another one",
                },
                fault);
        }
    }
}
