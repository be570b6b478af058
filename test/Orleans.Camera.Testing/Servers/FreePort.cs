using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orleans.Camera.Testing.Servers;

/// <summary>
/// Ports of loopback for servers of tests: below those that the kernel gives to outgoing connections, one of which could
/// otherwise take a port before its server starts, or while it is being started again.
/// </summary>
public static class FreePort
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;
    private static int _last = RandomNumberGenerator.GetInt32(Lowest, Highest);

    /// <returns>A port that is free, and that nobody else in this process is given soon.</returns>
    public static int Take()
    {
        while (true)
        {
            var port = Lowest + ((Interlocked.Increment(ref _last) & int.MaxValue) % (Highest - Lowest));
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
