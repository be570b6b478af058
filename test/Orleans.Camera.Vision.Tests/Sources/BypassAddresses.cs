using System.Globalization;
using System.Net;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>Hundreds of ways to write an address that is not public, as they are used to get past a check of the text.</summary>
internal static class BypassAddresses
{
    private static readonly string[] _targets =
        ["127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "198.18.0.1", "224.0.0.1", "255.255.255.255"];

    private static readonly string[] _others =
    [
        "localhost", "LOCALHOST", "127.1", "127.0.1", "0", "0x0", "00", "0177.1", "0x7f.1", "0x7F.0.0.1", "127.0x0.0.1", "10.1", "192.168.257", "0xA9FEA9FE", "0251.254.169.254",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::127.0.0.1]", "[::7f00:1]", "[fe80::1]", "[FE80::a9fe:a9fe]",
        "[fc00::1]", "[fd00:ec2::254]", "[fdff:ffff::1]", "[fec0::1]", "[ff02::1]", "[ff05::2]", "[2001:db8::1]", "[2001:0:4136:e378::1]", "[100::1]", "[64:ff9b:1::1]", "[3fff::1]",
        "[fe80::1%25lo]", "[::ffff:0:127.0.0.1]", "[::ffff:0:7f00:1]",
    ];

    public static IEnumerable<string> Hosts => _targets.SelectMany(Ways).Concat(_others);

    private static IEnumerable<string> Ways(string target)
    {
        var b = IPAddress.Parse(target).GetAddressBytes();
        var number = ((uint)b[0] << 24) | ((uint)b[1] << 16) | ((uint)b[2] << 8) | b[3];
        var (high, low) = ($"{number >> 16:x}", $"{number & 0xFFFF:x}");
        return
        [
            target,
            number.ToString(CultureInfo.InvariantCulture),
            $"0x{number:x8}",
            $"0X{number:X8}",
            $"0{Convert.ToString(number, 8)}",
            string.Join('.', b.Select(part => $"0x{part:x2}")),
            string.Join('.', b.Select(part => "0" + Convert.ToString(part, 8))),
            string.Join('.', b.Select(part => "000" + Convert.ToString(part, 8))),
            $"{b[0]}.0x{b[1]:x}.0{Convert.ToString(b[2], 8)}.{b[3]}",
            $"{b[0]}.{number & 0xFFFFFF}",
            $"{b[0]}.{b[1]}.{number & 0xFFFF}",
            $"[::ffff:{target}]",
            $"[::FFFF:{high}:{low}]",
            $"[0:0:0:0:0:ffff:{high}:{low}]",
            $"[64:ff9b::{target}]",
            $"[64:ff9b::{high}:{low}]",
            $"[2002:{high}:{low}::1]",
            $"[::{target}]",
        ];
    }
}
