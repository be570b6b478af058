using System.Text.Json;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Models;

/// <summary>Writes a manifest as <see cref="ManifestReader"/> reads it.</summary>
public static class ManifestWriter
{
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
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
            if (manifest.Batch != BatchRule.Single)
            {
                json.WriteStartObject("batch");
                json.WriteNumber("maximum", manifest.Batch.Maximum);
                json.WriteNumber("waitMilliseconds", manifest.Batch.MaximumWait.TotalMilliseconds);
                json.WriteEndObject();
            }

            json.WriteBoolean("cpuAllowed", manifest.CpuAllowed);
            WriteTexts(json, "requires", manifest.Requires);
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
        else
        {
            WriteTexts(json, "labels", labels);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
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
