using System.Collections.Immutable;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Workers;

/// <summary>A silo as a place for a worker, by what it says of itself.</summary>
public readonly record struct SlotSite(string Silo, SiloCapabilities Can)
{
    /// <summary>How busy its devices were lately, 0..1 by name; null where nobody knows of any.</summary>
    public IReadOnlyDictionary<string, double>? Busy { get; init; }
}

/// <summary>Which silo suits a worker that nobody has assigned. Pure.</summary>
public static class SlotChoice
{
    private const string InferenceRole = "inference";

    /// <param name="sites">The silos that there are.</param>
    /// <param name="model">The worker's model.</param>
    /// <param name="slots">The workers that run, and how fast.</param>
    /// <returns>
    /// The index of the best: with the role, the model and a device that may run it, the fastest before slower ones, with room, in the
    /// order of <see cref="SlotPlanner"/>. Where none is known to be right, the first by name that has not said what it can. -1 for none.
    /// </returns>
    public static int Choose(IReadOnlyList<SlotSite> sites, string model, IReadOnlyCollection<SlotFact> slots)
    {
        ArgumentNullException.ThrowIfNull(sites);
        var wish = WishOf(sites, model);
        if (SlotPlanner.Best([.. sites.SelectMany(site => DevicesOf(site, model, slots))], wish, PlacesOf(slots)) is { } device)
        {
            return sites.Index().First(site => site.Item.Silo == device.Silo).Index;
        }

        var unknown = sites.Index().Where(site => IsUnknown(site.Item)).OrderBy(site => site.Item.Silo, StringComparer.Ordinal).ToArray();
        return unknown.Length > 0 ? unknown[0].Index : -1;
    }

    /// <summary>Names each silo, and why it does not get the worker.</summary>
    public static IEnumerable<string> WhyNot(IReadOnlyList<SlotSite> sites, string model, IReadOnlyCollection<SlotFact> slots)
    {
        ArgumentNullException.ThrowIfNull(sites);
        return sites.OrderBy(site => site.Silo, StringComparer.Ordinal).Select(site => $"{site.Silo}: {WhyNot(site, WishOf(sites, model), slots)}");
    }

    private static string WhyNot(SlotSite site, ModelWish wish, IReadOnlyCollection<SlotFact> slots)
    {
        if (!MayInfer(site))
        {
            return $"does not have the role '{InferenceRole}'";
        }

        if (IsUnknown(site))
        {
            return "has not said yet what it can";
        }

        var plan = SlotPlan.Empty with { Places = PlacesOf(slots) };
        return string.Join(", ", DevicesOf(site, wish.Model, slots).Select(device => SlotPlanner.WhyNot(device, wish, plan)));
    }

    /// <summary>What a silo has not said is unknown, and not "none".</summary>
    private static bool IsUnknown(SlotSite site) => MayInfer(site) && (site.Can.Devices is null || site.Can.Models is null);

    private static bool MayInfer(SlotSite site) => site.Can.Roles?.Contains(InferenceRole, StringComparer.OrdinalIgnoreCase) ?? true;

    private static ModelWish WishOf(IReadOnlyList<SlotSite> sites, string model) => new(model)
    {
        AllowsCpu = ModelsOf(sites, model).All(known => known.AllowsCpu),
        Capabilities = [.. ModelsOf(sites, model).SelectMany(known => known.Requires.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    private static IEnumerable<SiloModel> ModelsOf(IReadOnlyList<SlotSite> sites, string model) =>
        sites.SelectMany(site => site.Can.Models ?? []).Where(known => known.Name == model);

    private static IEnumerable<SlotDevice> DevicesOf(SlotSite site, string model, IReadOnlyCollection<SlotFact> slots) =>
        IsUnknown(site) || !MayInfer(site)
            ? []
            : site.Can.Devices!.Select(device => new SlotDevice(site.Silo, device.Id)
            {
                Kind = device.Kind,
                Capabilities = [device.IsGpu ? "gpu" : "cpu", .. site.Can.Named ?? []],
                Busy = site.Busy?.TryGetValue(device.Id, out var busy) == true ? busy : null,
                Region = site.Can.Region ?? "",
                MostSlots = site.Can.Limits.MostSlots ?? int.MaxValue,
                Models = site.Can.Models!.Select(known => known.Name).Distinct(StringComparer.Ordinal).ToImmutableDictionary(
                    known => known, known => known == model ? PaceOn(site.Silo, device.Id, model, slots) : 0, StringComparer.Ordinal),
            });

    private static double PaceOn(string silo, string device, string model, IReadOnlyCollection<SlotFact> slots) => slots
        .Where(slot => slot.Silo == silo && slot.Device == device && ModelOf(slot.Worker) == model).Select(slot => slot.PicturesPerSecond).DefaultIfEmpty().Max();

    private static ImmutableArray<SlotPlace> PlacesOf(IReadOnlyCollection<SlotFact> slots) =>
        [.. slots.Select((slot, index) => new SlotPlace(ModelOf(slot.Worker), index, slot.Silo, slot.Device))];

    /// <summary>A model may be called by its path.</summary>
    internal static string ModelOf(string worker) => worker.LastIndexOf('/') is > 0 and var end ? worker[..end] : worker;
}
