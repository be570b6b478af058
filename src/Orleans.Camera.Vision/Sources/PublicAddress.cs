using System.Net;
using System.Net.Sockets;

namespace Orleans.Camera.Vision.Sources;

/// <summary>
/// Tells addresses of the open internet from all others: this machine's, its network's, and those that are set aside
/// (the special-purpose registries of IANA, RFC 6890).
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] SetAside = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Only these are given out; of them, some are not for the public.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SetAsideInGlobal = Networks("2001::/23", "2001:db8::/32", "3fff::/20");

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool Is(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !SetAside.Any(network => network.Contains(plain))
            : GlobalUnicast.Contains(plain) && !SetAsideInGlobal.Any(network => network.Contains(plain));
    }

    /// <summary>The IPv4 address that an IPv6 address stands for, where it does; else the address.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 || Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
