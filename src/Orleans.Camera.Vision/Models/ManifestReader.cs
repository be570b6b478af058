using System.Text.Json;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Text;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>Reads a model's manifest: strictly, with all faults in one message.</summary>
public static class ManifestReader
{
    /// <summary>Larger manifests are refused, in bytes.</summary>
    public const int LargestManifest = 1 << 20;
    private const int MostLabels = 10_000;
    private const double LargestNumber = 1e6;

    internal static readonly string[] Keys =
    [
        "$schema", "name", "file", "sha256", "size", "url", "licence", "layout", "input", "labels", "scoreThreshold", "nmsThreshold",
        "maxDetections", "batch", "cpuAllowed", "requires",
    ];

    internal static readonly string[] InputKeys = ["size", "colour", "placement", "scale", "mean", "std", "pad"];
    internal static readonly string[] BatchKeys = ["maximum", "waitMilliseconds"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a manifest from a file.</summary>
    /// <exception cref="ModelException">It cannot be read, or has faults.</exception>
    public static ModelManifest ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes;
        try
        {
            using var file = File.OpenRead(path);
            bytes = new byte[Math.Min(file.Length, LargestManifest + 1L)];
            file.ReadExactly(bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The manifest '{path}' cannot be read ({OrtFaults.FirstLine(fault.Message)}); check the file.", fault);
        }

        return Read(bytes, path);
    }

    /// <summary>Reads a manifest from UTF-8 JSON.</summary>
    /// <param name="where">What the manifest is called in messages.</param>
    /// <exception cref="ModelException">It has faults; all of them are named.</exception>
    public static ModelManifest Read(ReadOnlyMemory<byte> json, string where)
    {
        if (json.Length > LargestManifest)
        {
            throw new ModelException($"The manifest '{where}' is larger than {LargestManifest} bytes; it is no manifest.");
        }

        var faults = new List<string>();
        ModelManifest manifest;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            manifest = Read(document.RootElement, faults);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with broken escapes, which is found only when it is read
            throw new ModelException($"The manifest '{where}' is no valid JSON ({OrtFaults.FirstLine(fault.Message)}); correct it.", fault);
        }

        return faults.Count == 0
            ? manifest
            : throw new ModelException($"The manifest '{where}' has faults: {string.Join("; ", faults)}.");
    }

    /// <summary>Whether a text can be a model's name: it becomes a file name.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && IsLetterOrDigit(text[0]) && text.All(letter => IsLetterOrDigit(letter) || letter is '-' or '.' or '_');

    private static ModelManifest Read(JsonElement root, List<string> faults)
    {
        var fields = new JsonFields(root, "", Keys, faults);
        if (root.ValueKind == JsonValueKind.Object && !fields.TryGet("name", out _))
        {
            fields.Fault("name", "is missing");
        }

        fields.Text("$schema", _ => true, "a text");
        var defaults = new ModelManifest { Name = "" };
        return new ModelManifest
        {
            Name = fields.Text("name", IsName, "lower-case letters, digits, '-', '.' and '_', at most 64, beginning with a letter or digit") ?? "",
            File = fields.Text("file", text => IsPlainFile(text), "a file name without a folder"),
            Sha256 = fields.Text("sha256", IsHash, "64 lower-case hexadecimal digits"),
            Size = fields.Integer("size", 1, OnnxFile.LargestFile),
            Url = fields.Text("url", IsHttps, "an https address") is { } url ? new Uri(url) : null,
            Licence = fields.Text("licence", text => text.Length is > 0 and <= 100, "a text of at most 100 letters"),
            Layout = fields.Word("layout", ManifestWords.Layouts),
            Input = fields.TryGet("input", out var input) ? ReadInput(input, faults) : null,
            Labels = ReadLabels(fields),
            ScoreThreshold = (float)(fields.Number("scoreThreshold", 0, 1) ?? defaults.ScoreThreshold),
            NmsThreshold = (float)(fields.Number("nmsThreshold", 0, 1) ?? defaults.NmsThreshold),
            MaxDetections = (int)(fields.Integer("maxDetections", 1, 10_000) ?? defaults.MaxDetections),
            Batch = fields.TryGet("batch", out var batch) ? ReadBatch(batch, faults) : defaults.Batch,
            CpuAllowed = fields.Boolean("cpuAllowed") ?? defaults.CpuAllowed,
            Requires = ReadRequires(fields),
        };
    }

    private static ModelInput ReadInput(JsonElement input, List<string> faults)
    {
        var fields = new JsonFields(input, "input.", InputKeys, faults);
        var defaults = new ModelInput();
        var size = fields.Numbers("size", 2, 32, 4096);
        var std = fields.Numbers("std", 3, -LargestNumber, LargestNumber);
        if (std is not null && Array.Exists(std, value => value == 0))
        {
            fields.Fault("std", "must not contain 0");
        }

        return new ModelInput
        {
            Size = size is null ? null : new PictureSize((int)size[0], (int)size[1]),
            Colour = fields.Word("colour", ManifestWords.Colours) ?? defaults.Colour,
            Placement = fields.Word("placement", ManifestWords.Placements) ?? defaults.Placement,
            Scale = (float)(fields.Number("scale", 1e-6, LargestNumber) ?? defaults.Scale),
            Mean = fields.Numbers("mean", 3, -LargestNumber, LargestNumber) ?? defaults.Mean,
            Std = std ?? defaults.Std,
            Pad = (byte)(fields.Integer("pad", 0, 255) ?? defaults.Pad),
        };
    }

    private static BatchRule ReadBatch(JsonElement batch, List<string> faults)
    {
        var fields = new JsonFields(batch, "batch.", BatchKeys, faults);
        var maximum = (int)(fields.Integer("maximum", 1, BatchRule.Most) ?? 1);
        var wait = fields.Number("waitMilliseconds", 0, BatchRule.LongestWait.TotalMilliseconds) ?? 0;
        if (maximum == 1 && wait > 0)
        {
            fields.Fault("waitMilliseconds", "waits for nobody where \"batch.maximum\" is 1");
        }

        return new BatchRule(maximum, TimeSpan.FromMilliseconds(wait));
    }

    private static IReadOnlyList<string> ReadLabels(JsonFields fields)
    {
        if (!fields.TryGet("labels", out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String && value.ValueEquals(CocoLabels.SetName))
        {
            return CocoLabels.Names;
        }

        var isList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= MostLabels;
        if (isList && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 and <= 100 }))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        fields.Fault("labels", $"must be \"{CocoLabels.SetName}\" or a list of 1 to {MostLabels} names");
        return [];
    }

    private static string[] ReadRequires(JsonFields fields)
    {
        if (!fields.TryGet("requires", out var value))
        {
            return [];
        }

        var isList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= CapabilityName.Most;
        if (isList && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && CapabilityName.IsGood(item.GetString()!)))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        fields.Fault("requires", $"must be a list of at most {CapabilityName.Most} names of {CapabilityName.Rule}");
        return [];
    }

    private static bool IsPlainFile(string text) =>
        text.Length is > 0 and <= 200 && text.IndexOfAny(['/', '\\', '\0']) < 0 && text is not ("." or "..");

    private static bool IsHash(string text) => text.Length == 64 && text.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static bool IsLetterOrDigit(char letter) => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0;
}
