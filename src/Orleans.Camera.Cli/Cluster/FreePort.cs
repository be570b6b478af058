using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>
/// Ports of loopback that nobody listens at: below those that the kernel gives to outgoing connections, one of which could
/// otherwise take a port while its silo is being started again.
/// </summary>
internal static class FreePort
{
    private const int Lowest = 12_000;
    private const int Highest = 32_000;

    /// <returns>So many, each another one.</returns>
    public static int[] Some(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (IsFree([port]))
            {
                ports.Add(port);
            }
        }

        return [.. ports];
    }

    public static bool IsFree(IEnumerable<int> ports)
    {
        try
        {
            foreach (var port in ports)
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
