using System.Text.Json;

namespace Orleans.Camera.Vision.Models;

/// <summary>Writes a manifest as <see cref="ManifestReader"/> reads it.</summary>
internal static class ManifestWriter
{
    public static byte[] Write(ModelManifest manifest)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("name", manifest.Name);
            WriteKnown(json, "file", manifest.File);
            WriteKnown(json, "sha256", manifest.Sha256);
            if (manifest.Size is { } size)
            {
                json.WriteNumber("size", size);
            }

            WriteKnown(json, "url", manifest.Url?.AbsoluteUri);
            WriteKnown(json, "licence", manifest.Licence);
            WriteKnown(json, "layout", manifest.Layout is { } layout ? ManifestWords.Of(layout) : null);
            if (manifest.Input is { } input)
            {
                WriteInput(json, input);
            }

            WriteLabels(json, manifest.Labels);
            json.WriteNumber("scoreThreshold", manifest.ScoreThreshold);
            json.WriteNumber("nmsThreshold", manifest.NmsThreshold);
            json.WriteNumber("maxDetections", manifest.MaxDetections);
            json.WriteBoolean("cpuAllowed", manifest.CpuAllowed);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteInput(Utf8JsonWriter json, ModelInput input)
    {
        json.WriteStartObject("input");
        if (input.Size is { } size)
        {
            WriteNumbers(json, "size", [size.Width, size.Height]);
        }

        json.WriteString("colour", ManifestWords.Of(input.Colour));
        json.WriteString("placement", ManifestWords.Of(input.Placement));
        json.WriteNumber("scale", input.Scale);
        WriteNumbers(json, "mean", input.Mean);
        WriteNumbers(json, "std", input.Std);
        json.WriteNumber("pad", input.Pad);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<string> labels)
    {
        if (labels.SequenceEqual(CocoLabels.Names))
        {
            json.WriteString("labels", CocoLabels.SetName);
        }
        else if (labels.Count > 0)
        {
            json.WriteStartArray("labels");
            foreach (var label in labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IReadOnlyList<float> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteKnown(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }
}
