using System.Globalization;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Placement.Silos;

/// <summary>
/// Capabilities as the metadata that a silo publishes: texts by key. Fields are escaped as in an address, so that any name
/// may come. A reader passes over keys and fields that it does not know, for silos of two versions share a cluster while it
/// is brought up to date.
/// </summary>
public static class SiloMetadataText
{
    private const string Prefix = "camera.";
    private const string Roles = Prefix + "roles";
    private const string Region = Prefix + "region";
    private const string Named = Prefix + "capabilities";
    private const string Version = Prefix + "version";
    private const string Devices = Prefix + "devices";
    private const string Models = Prefix + "models";
    private const string Cpus = Prefix + "cpus";
    private const string Memory = Prefix + "memory";
    private const string MostCameras = Prefix + "most-cameras";
    private const string MostSlots = Prefix + "most-slots";
    private const string Cpu = "cpu";
    private const string Gpu = "gpu";
    private const string SharedGpu = "shared-gpu";
    private const char BetweenItems = ',';
    private const char BetweenFields = ' ';

    /// <summary>What is unknown gets no key.</summary>
    public static Dictionary<string, string> Write(SiloCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        Put(texts, Roles, List(capabilities.Roles, role => [role]));
        Put(texts, Region, capabilities.Region);
        Put(texts, Named, List(capabilities.Named, name => [name]));
        Put(texts, Version, capabilities.Version);
        Put(texts, Devices, List(capabilities.Devices, device => [device.Id, Word(device), Number(device.Memory) ?? "", device.Name]));
        Put(texts, Models, List(capabilities.Models, model => [model.Name, model.Sha256, model.AllowsCpu ? "" : Gpu, model.Requires]));
        Put(texts, Cpus, capabilities.Limits.Cpus?.ToString("R", CultureInfo.InvariantCulture));
        Put(texts, Memory, Number(capabilities.Limits.Memory));
        Put(texts, MostCameras, Number(capabilities.Limits.MostCameras));
        Put(texts, MostSlots, Number(capabilities.Limits.MostSlots));
        return texts;
    }

    /// <summary>Reads what it understands; the rest is unknown.</summary>
    public static SiloCapabilities Read(IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new SiloCapabilities
        {
            Roles = Items(texts, Roles, fields => fields[0]),
            Region = Text(texts, Region),
            Named = Items(texts, Named, fields => fields[0]),
            Version = Text(texts, Version),
            Devices = Items(texts, Devices, Device),
            Models = Items(texts, Models, fields => fields.Length > 1 ? new SiloModel(fields[0], fields[1], AllowsCpu: fields.Length < 3 || fields[2] != Gpu, fields.ElementAtOrDefault(3) ?? "") : null),
            Limits = new SiloLimits(
                double.TryParse(Text(texts, Cpus), NumberStyles.Float, CultureInfo.InvariantCulture, out var cpus) && cpus > 0 && double.IsFinite(cpus) ? cpus : null,
                Number(Text(texts, Memory)),
                Small(texts, MostCameras),
                Small(texts, MostSlots)),
        };
    }

    private static void Put(Dictionary<string, string> texts, string key, string? text)
    {
        if (text is not null)
        {
            texts[key] = text;
        }
    }

    /// <summary>An empty list is a text too: "none", which is not "unknown".</summary>
    private static string? List<T>(IReadOnlyList<T>? items, Func<T, string[]> fields) => items is null
        ? null
        : string.Join(BetweenItems, items.Select(item => string.Join(BetweenFields, fields(item).Select(Uri.EscapeDataString))));

    private static IReadOnlyList<T>? Items<T>(IReadOnlyDictionary<string, string> texts, string key, Func<string[], T?> read)
        where T : class =>
        Text(texts, key) is { } text
            ? [.. text.Split(BetweenItems).Where(item => item.Length > 0).Select(item => read([.. item.Split(BetweenFields).Select(Uri.UnescapeDataString)])).OfType<T>()]
            : null;

    /// <summary>A device of a kind that this version does not know is none that it could use.</summary>
    private static SiloDevice? Device(string[] fields)
    {
        return fields is [var id, var word, var memory, var name, ..] && KindOf(word) is { } kind
            ? new SiloDevice(id, kind, name, Number(memory), word == SharedGpu)
            : null;
    }

    private static string Word(SiloDevice device) => device.Kind == DeviceKind.Cpu ? Cpu : device.SharesMemory ? SharedGpu : Gpu;

    private static DeviceKind? KindOf(string word) => word switch
    {
        Cpu => DeviceKind.Cpu,
        Gpu or SharedGpu => DeviceKind.Gpu,
        _ => null,
    };

    private static string? Text(IReadOnlyDictionary<string, string> texts, string key) => texts.GetValueOrDefault(key);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Small(IReadOnlyDictionary<string, string> texts, string key) =>
        Number(Text(texts, key)) is { } number and <= int.MaxValue ? (int)number : null;
}
