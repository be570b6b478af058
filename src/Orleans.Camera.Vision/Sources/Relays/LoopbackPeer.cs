using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>Whose process is on the other side of a connection over loopback, by the kernel's table of connections.</summary>
internal static class LoopbackPeer
{
    private const int Local = 1;
    private const int Remote = 2;
    private const int User = 7;

    private static readonly string OwnUser = File.ReadLines("/proc/self/status")
        .First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

    public static bool IsOfThisUser(Socket socket)
    {
        // As seen from the other side: its own end first.
        var (near, far) = (Written((IPEndPoint)socket.RemoteEndPoint!), Written((IPEndPoint)socket.LocalEndPoint!));
        foreach (var line in File.ReadLines("/proc/net/tcp"))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > User && fields[Local] == near && fields[Remote] == far)
            {
                return fields[User] == OwnUser;
            }
        }

        return false;
    }

    // The four bytes of the address as one number of the machine, then the port.
    private static string Written(IPEndPoint end) => string.Create(
        CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");
}
