using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Text;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Cameras;

/// <summary>Reads <c>cameras.json</c>: strictly, with all faults in one message.</summary>
public static class CamerasFile
{
    private const int LargestFile = 16 << 20;
    private const int MostCorners = 100;
    internal static readonly string[] Keys =
        ["name", "source", "lines", "zones", "anchor", "detector", "labels", "processFps", "region", "priority", "dispatch", "realTime", "enabled"];

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="ConfigurationException">It cannot be read, or has faults.</exception>
    public static IReadOnlyList<CameraDefinition> Read(string path)
    {
        var faults = new List<string>();
        var cameras = new List<CameraDefinition>();
        try
        {
            using var document = JsonDocument.Parse(ConfigurationText.OfFile(path).Json(LargestFile), Strict);
            var root = new JsonFields(document.RootElement, "", ["$schema", "cameras"], faults);
            if (root.TryGet("cameras", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                cameras.AddRange(list.EnumerateArray().Select((item, at) => ReadCamera(item, $"cameras[{at}].", path, faults)));
            }
            else if (faults.Count == 0)
            {
                root.Fault("cameras", "is missing, or no list");
            }
        }
        catch (JsonException fault)
        {
            faults.Add($"it is no valid JSON ({fault.Message})");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"it cannot be read ({fault.Message})");
        }

        faults.AddRange(cameras.GroupBy(camera => camera.Name, StringComparer.Ordinal)
            .Where(group => group.Key.Length > 0 && group.Count() > 1)
            .Select(group => $"there are {group.Count()} cameras \"{group.Key}\": every name must be its own"));
        return faults.Count == 0 ? cameras : throw ConfigurationException.Of([.. faults.Select(fault => $"{path}: {fault}")]);
    }

    private static CameraDefinition ReadCamera(JsonElement item, string where, string path, List<string> faults)
    {
        var fields = new JsonFields(item, where, Keys, faults);
        var anchor = fields.Text("anchor", text => text is "center" or "bottom-center", "center or bottom-center") ?? "";
        var fallback = new CameraDefinition { Name = "", Source = "" };
        return fallback with
        {
            Name = Required(fields, "name", IsName, "1 to 64 letters, digits, '-', '_' or '.'"),
            Source = InFull(Required(fields, "source", text => !string.IsNullOrWhiteSpace(text), "an address, a file or a folder"), path),
            Lines = [.. Shapes(fields, "lines", 4, 4).Select(line => new LineDefinition(line.Name, line.At[0], line.At[1], line.At[2], line.At[3], anchor))],
            Zones = [.. Shapes(fields, "zones", 6, 2 * MostCorners).Select(zone => new AreaDefinition(zone.Name, zone.At, anchor))],
            Detector = fields.Text("detector", text => text.Length is > 0 and <= 200, "motion, or the name of a model") ?? fallback.Detector,
            Labels = Labels(fields),
            ProcessFps = fields.Number("processFps", 0.1, 1000),
            Region = fields.Text("region", text => text.Length <= 64, "a text of at most 64 letters") ?? "",
            Priority = fields.Text("priority", CameraPriorities.Names.Contains, string.Join(", ", CameraPriorities.Names)) ?? "",
            Dispatch = fields.Text("dispatch", DispatchPolicies.Names.Contains, string.Join(", ", DispatchPolicies.Names)) ?? "",
            RealTime = fields.Boolean("realTime") ?? false,
            Enabled = fields.Boolean("enabled") ?? true,
        };
    }

    private static string Required(JsonFields fields, string key, Func<string, bool> isGood, string rule)
    {
        if (!fields.TryGet(key, out _))
        {
            fields.Fault(key, $"is missing: it is {rule}");
            return "";
        }

        return fields.Text(key, isGood, rule) ?? "";
    }

    /// <summary>A file is named from where the list lies.</summary>
    private static string InFull(string source, string path) => source.Length == 0 || source.Contains("://", StringComparison.Ordinal)
        ? source
        : Path.GetFullPath(source, Path.GetDirectoryName(Path.GetFullPath(path))!);

    private static List<(string Name, float[] At)> Shapes(JsonFields fields, string key, int fewest, int most)
    {
        var shapes = new List<(string, float[])>();
        if (!fields.TryGet(key, out var value))
        {
            return shapes;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.Fault(key, "must be an object of names and coordinates");
            return shapes;
        }

        foreach (var shape in value.EnumerateObject())
        {
            float[] numbers = shape.Value.ValueKind == JsonValueKind.Array
                ? [.. shape.Value.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetSingle() : float.NaN)]
                : [];
            if (numbers.Length >= fewest && numbers.Length <= most && numbers.Length % 2 == 0 && Array.TrueForAll(numbers, number => number is >= 0 and <= 1))
            {
                shapes.Add((shape.Name, numbers));
            }
            else
            {
                fields.Fault($"{key}.{shape.Name}", $"must be {(fewest == most ? $"{fewest}" : $"{fewest} to {most}")} coordinates, each from 0 to 1, two for a point");
            }
        }

        return shapes;
    }

    private static IReadOnlyList<string> Labels(JsonFields fields)
    {
        if (!fields.TryGet("labels", out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        fields.Fault("labels", "must be a list of names");
        return [];
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
