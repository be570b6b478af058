using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Placement.Silos;

/// <summary>A GPU that no driver tells of and the configuration does: <c>KIND MEMORY NAME</c>, like <c>shared-gpu 8GiB Orin Nano</c>.</summary>
public static partial class ConfiguredDevice
{
    /// <summary>To go on after "each is".</summary>
    public const string Form = "KIND MEMORY NAME, like 'shared-gpu 8GiB Orin Nano': kind gpu or shared-gpu, memory in MiB or GiB";

    private const long Mebi = 1 << 20;
    private const long MostMebis = 1 << 24; // 16 TiB

    /// <param name="text">As configured.</param>
    /// <param name="index">Which GPU of the silo it is.</param>
    /// <returns>Null where it makes no sense.</returns>
    public static SiloDevice? Parse(string text, int index)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Parts().Match(text);
        if (!match.Success || !long.TryParse(match.Groups["memory"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var memory))
        {
            return null;
        }

        var mebis = match.Groups["unit"].ValueSpan is "GiB" ? memory <= MostMebis ? memory * 1024 : long.MaxValue : memory;
        return mebis is > 0 and <= MostMebis
            ? new SiloDevice(FormattableString.Invariant($"gpu{index}"), DeviceKind.Gpu, match.Groups["name"].Value, mebis * Mebi, match.Groups["kind"].ValueSpan is "shared-gpu")
            : null;
    }

    [GeneratedRegex(@"^(?<kind>gpu|shared-gpu) (?<memory>[0-9]{1,12}) ?(?<unit>MiB|GiB) (?<name>[^\p{C}]{1,96})$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parts();
}
