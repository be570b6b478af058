using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>What exporters write into a model about itself: <c>task</c>, <c>names</c>, <c>imgsz</c>.</summary>
internal static class ModelMetadata
{
    private const int CocoClasses = 80;

    /// <exception cref="ModelException">The model says that it does something else.</exception>
    public static void RequireDetector(OnnxSession session)
    {
        if (session.Metadata("task") is { Length: > 0 } task && !string.Equals(task, "detect", StringComparison.Ordinal))
        {
            throw new ModelException(
                $"Model '{session.Model}' is made for the task '{OrtFaults.FirstLine(task)}', not 'detect'; take a detector.");
        }
    }

    /// <summary>The size for which the model was exported, or null.</summary>
    public static PictureSize? InputSize(OnnxSession session)
    {
        var sides = (session.Metadata("imgsz") ?? "").Trim('[', ']', ' ').Split(',');
        return sides.Length == 2 && int.TryParse(sides[0], out var height) && int.TryParse(sides[1], out var width)
            && height is >= 32 and <= 4096 && width is >= 32 and <= 4096
            ? new PictureSize(width, height)
            : null;
    }

    /// <summary>The names of a model's classes: from its manifest, from itself, COCO's where there are 80, else numbers.</summary>
    /// <param name="classes">As its outputs tell; 0 where they do not.</param>
    /// <exception cref="ModelException">The manifest names another number of classes than the model has.</exception>
    public static IReadOnlyList<string> Labels(OnnxSession session, ModelManifest? manifest, int classes)
    {
        if (manifest is { Labels.Count: > 0 and var named } && classes > 0 && named != classes)
        {
            throw new ModelException(
                $"Model '{session.Model}' has {classes} classes, but its manifest names {named} labels; correct \"labels\".");
        }

        if (manifest is { Labels.Count: > 0 })
        {
            return manifest.Labels;
        }

        var own = LabelList.Parse(session.Metadata("names"));
        if (own.Count > 0 && (classes == 0 || own.Count == classes))
        {
            return own;
        }

        return classes is 0 or CocoClasses
            ? CocoLabels.Names
            : [.. Enumerable.Range(0, classes).Select(label => $"class-{label}")];
    }
}
