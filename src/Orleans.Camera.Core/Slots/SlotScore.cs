using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Slots;

/// <summary>Which device suits a model. Pure.</summary>
internal static class SlotScore
{
    /// <returns>Why the device cannot carry the model at all; null where it can.</returns>
    public static string? WhyNot(SlotDevice device, ModelWish wish)
    {
        if (!device.Models.ContainsKey(wish.Model))
        {
            return $"does not have the model '{wish.Model}'";
        }

        if (wish.Capabilities.FirstOrDefault(wanted => !device.Capabilities.Contains(wanted, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            return $"lacks '{missing}'";
        }

        return device.Kind == DeviceKind.Cpu && !wish.AllowsCpu ? "is no GPU, and the model's manifest does not allow a CPU" : null;
    }

    /// <summary>
    /// The best first: with none of this model before with some, then the measured throughput (a GPU before a CPU where nobody
    /// measured), then free capacity, then the region, then by name.
    /// </summary>
    public static SlotDevice? Best(IEnumerable<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<SlotPlace> places) =>
        devices.Where(device => WhyNot(device, wish) is null && Free(device, places) > 0)
            .OrderBy(device => places.Count(place => IsOn(place, device) && place.Model == wish.Model))
            .ThenByDescending(device => device.Models[wish.Model])
            .ThenByDescending(device => device.Kind)
            .ThenByDescending(device => Free(device, places))
            .ThenBy(device => IsElsewhere(device, wish))
            .ThenBy(device => device.Silo, StringComparer.Ordinal)
            .ThenBy(device => device.Device, StringComparer.Ordinal)
            .FirstOrDefault();

    public static int Free(SlotDevice device, IReadOnlyCollection<SlotPlace> places) => device.MostSlots - places.Count(place => IsOn(place, device));

    public static bool IsOn(SlotPlace place, SlotDevice device) => place.Silo == device.Silo && place.Device == device.Device && place.Life == device.Life;

    private static bool IsElsewhere(SlotDevice device, ModelWish wish) =>
        wish.Region.Length > 0 && device.Region.Length > 0 && !device.Region.Equals(wish.Region, StringComparison.OrdinalIgnoreCase);
}
