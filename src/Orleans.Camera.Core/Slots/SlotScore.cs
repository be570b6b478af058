using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Slots;

/// <summary>Which device suits a model. Pure.</summary>
internal static class SlotScore
{
    private const int Tenths = 10;
    private const double Unknown = 0.5;

    /// <returns>Why the device cannot carry the model at all; null where it can.</returns>
    public static string? WhyNot(SlotDevice device, ModelWish wish)
    {
        if (!device.Models.ContainsKey(wish.Model))
        {
            return $"does not have the model '{wish.Model}'";
        }

        if (wish.Capabilities.FirstOrDefault(wanted => !device.Capabilities.Contains(wanted, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            return $"lacks '{missing}', which the model's manifest requires";
        }

        return device.Kind == DeviceKind.Cpu && !wish.AllowsCpu ? "is no GPU, and the model's manifest does not allow a CPU" : null;
    }

    /// <summary>
    /// The best first: with none of this model before with some, then the measured throughput (a GPU before a CPU where nobody
    /// measured), then free capacity, then the region, then by name.
    /// </summary>
    public static SlotDevice? Best(IReadOnlyCollection<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<SlotPlace> places) =>
        Ranked(devices, wish, places).FirstOrDefault(device => Free(device, places) > 0);

    /// <summary>All that can carry a model, whether they have room or not, in the order of <see cref="Best"/>.</summary>
    public static IEnumerable<SlotDevice> Ranked(IReadOnlyCollection<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<SlotPlace> places)
    {
        var served = devices.Where(device => places.Any(place => place.Model == wish.Model && IsOn(place, device)))
            .Select(device => device.Region).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return devices.Where(device => WhyNot(device, wish) is null)
            .OrderBy(device => places.Count(place => IsOn(place, device) && place.Model == wish.Model))
            .ThenByDescending(device => device.Models[wish.Model])
            .ThenByDescending(device => device.Kind)
            .ThenByDescending(device => Room(device, places))
            .ThenBy(device => Distance(device, wish, served))
            .ThenBy(device => device.Silo, StringComparer.Ordinal)
            .ThenBy(device => device.Device, StringComparer.Ordinal);
    }

    /// <summary>
    /// Where a slot that is too busy gets more done: a device's measured throughput, divided among the slots on it. Each such
    /// move raises the product of these by a quarter at least, so that slots come to rest.
    /// </summary>
    /// <param name="empty">Devices that can, with room.</param>
    /// <returns>Null where it would be no better off.</returns>
    public static SlotDevice? Relief(SlotPlace busy, IEnumerable<SlotDevice> devices, IEnumerable<SlotDevice> empty, IReadOnlyCollection<SlotPlace> places)
    {
        var here = devices.First(device => IsOn(busy, device));
        var pace = here.Models[busy.Model] is > 0 and var measured ? measured : 1;
        var now = pace / Math.Max(1, Count(here));
        return empty.Select(device => (Device: device, Share: PaceOn(device) / (1 + Count(device))))
            .Where(target => target.Share >= SlotBalance.MostImbalance * now)
            .OrderByDescending(target => target.Share).ThenBy(target => target.Device.Silo, StringComparer.Ordinal).ThenBy(target => target.Device.Device, StringComparer.Ordinal)
            .FirstOrDefault().Device;

        int Count(SlotDevice device) => places.Count(place => IsOn(place, device));

        // Where nobody measured it is taken for as fast as here.
        double PaceOn(SlotDevice device) => device.Models[busy.Model] is > 0 and var known ? known : pace;
    }

    public static int Free(SlotDevice device, IReadOnlyCollection<SlotPlace> places) => device.MostSlots - places.Count(place => IsOn(place, device));

    public static bool IsOn(SlotPlace place, SlotDevice device) => place.Silo == device.Silo && place.Device == device.Device && place.Life == device.Life;

    /// <summary>
    /// Its free slots, as far as what else keeps the device busy leaves them worth something. In tenths, so that devices that are
    /// about equally busy are equal; one of which nobody knows is taken for half busy.
    /// </summary>
    private static double Room(SlotDevice device, IReadOnlyCollection<SlotPlace> places)
    {
        var busy = device.Busy is { } known && !double.IsNaN(known) ? Math.Clamp(known, 0, 1) : Unknown;
        return Math.Max(0, Free(device, places)) * (Tenths - Math.Floor(busy * Tenths));
    }

    /// <summary>
    /// A region whose cameras have no slot near them yet before one that has, that before any other; a device that does not say
    /// where it stands is no worse than any.
    /// </summary>
    private static int Distance(SlotDevice device, ModelWish wish, HashSet<string> served)
    {
        if (wish.Regions.IsEmpty || device.Region.Length == 0)
        {
            return 0;
        }

        var order = wish.Regions.IndexOf(device.Region, 0, wish.Regions.Length, StringComparer.OrdinalIgnoreCase);
        return order < 0 ? wish.Regions.Length + 1 : served.Contains(device.Region) ? wish.Regions.Length : order;
    }
}
