using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Detectors.Decoders;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Opens ONNX models as detectors.</summary>
public static partial class OnnxDetectors
{
    /// <summary>
    /// Checks and loads a model, tries it on one picture, and recognises what its manifest does not say.
    /// </summary>
    /// <param name="model">From <c>ModelStore.Resolve</c>.</param>
    /// <exception cref="ModelException">
    /// There is no ONNX Runtime, or the file is no harmless model, or not a detector of a known layout.
    /// </exception>
    public static OnnxDetector Open(ModelReference model, OnnxDetectorOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxDetectorOptions();
        options.Validate();
        var file = ModelFile.Read(model);
        var detector = Open(model, file, options);
        LogOpened(logger ?? NullLogger.Instance, model.Name, detector.Provider.ToString());
        return detector;
    }

    internal static OnnxDetector Open(ModelReference model, ModelFile file, OnnxDetectorOptions options)
    {
        var loaded = Load(model, file, options);
        try
        {
            return loaded.CreateDetector(endsWithIt: true);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    internal static LoadedModel Load(ModelReference model, ModelFile file, OnnxDetectorOptions options)
    {
        var settings = new SessionSettings { Threads = options.Threads, Providers = options.Providers, Device = options.Device };
        var session = OnnxSession.Create(OrtRuntime.Get(options.RuntimePath), model.Name, file.Bytes, settings);
        try
        {
            RequireProvider(session, model.Manifest);
            return Understand(session, file.Sha256, model.Manifest, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void RequireProvider(OnnxSession session, ModelManifest? manifest)
    {
        if (manifest is { CpuAllowed: false } && session.Provider.Taken == ExecutionProvider.Cpu)
        {
            throw new ModelException(
                $"Model '{session.Model}' {session.Provider}, where its manifest does not allow it to run; use a machine with a GPU, or set \"cpuAllowed\" to true.");
        }
    }

    private static LoadedModel Understand(OnnxSession session, string sha256, ModelManifest? manifest, OnnxDetectorOptions options)
    {
        var limit = new RunLimit(options.LongestRun, options.Time);
        var input = PictureInput.Find(session);
        var size = manifest?.Input?.Size ?? ModelMetadata.InputSize(session);
        var trialFormat = InputFormat.Of(session.Model, input, size, manifest?.Input ?? new ModelInput());
        var (layout, classes) = Try(session, trialFormat, manifest, limit);
        RequireBatch(session, trialFormat, layout, manifest?.Batch ?? BatchRule.Single, limit);
        var limits = new DetectionLimits(
            options.ScoreThreshold ?? manifest?.ScoreThreshold ?? 0.1f,
            manifest?.NmsThreshold ?? 0.45f,
            manifest?.MaxDetections ?? 300,
            options.MostRegions);
        return new LoadedModel(session, sha256)
        {
            Format = trialFormat with { Values = manifest?.Input ?? LayoutDefaults.InputOf(layout) },
            Layout = layout,
            Labels = ModelMetadata.Labels(session, manifest, classes),
            Limits = limits,
            Limit = limit,
            Batch = manifest?.Batch ?? BatchRule.Single,
        };
    }

    /// <summary>Tries as many pictures at once as the manifest wants: whatever its input says, many a model takes only one.</summary>
    private static void RequireBatch(OnnxSession session, InputFormat format, ModelLayout layout, BatchRule rule, RunLimit limit)
    {
        if (rule.Maximum == 1)
        {
            return;
        }

        var fault = format.Batch > 0 && rule.Maximum > format.Batch
            ? $"it takes {format.Batch} at once, always"
            : FaultOfBatch(session, format, layout, rule.Maximum, limit);
        if (fault is not null)
        {
            throw new ModelException(
                $"Model '{session.Model}' cannot take {rule.Maximum} pictures at once: {fault}. Lower \"batch.maximum\" in its manifest, or export it with an open batch.");
        }
    }

    private static string? FaultOfBatch(OnnxSession session, InputFormat format, ModelLayout layout, int pictures, RunLimit limit)
    {
        using var runner = new ModelRunner(session, format, pictures, limit);
        using var picture = TrialPicture.Create();
        for (var slot = 0; slot < pictures; slot++)
        {
            runner.Fill(slot, picture, PictureCrop.Whole(picture.Layout.Picture));
        }

        try
        {
            return BoxDecoders.For(layout).FindFault(runner.Run(pictures, CancellationToken.None), format.Size, runner.BatchOf(pictures));
        }
        catch (ModelException fault)
        {
            return fault.Message.TrimEnd('.');
        }
    }

    /// <summary>Runs the model on a picture and looks at what comes out.</summary>
    private static (ModelLayout Layout, int Classes) Try(
        OnnxSession session, InputFormat format, ModelManifest? manifest, RunLimit limit)
    {
        ModelMetadata.RequireDetector(session);
        using var runner = new ModelRunner(session, format, slots: 1, limit);
        using var picture = TrialPicture.Create();
        runner.Fill(0, picture, PictureCrop.Whole(picture.Layout.Picture));
        var outputs = runner.Run(crops: 1, CancellationToken.None);
        if (outputs.Count == 0)
        {
            throw new ModelException($"Model '{session.Model}' has no outputs; it is no detector.");
        }

        var batch = runner.BatchOf(1);
        var layout = manifest?.Layout ?? LayoutRecognizer.Recognize(session.Model, outputs, format.Size, batch);
        var decoder = BoxDecoders.For(layout);
        return decoder.FindFault(outputs, format.Size, batch) is { } fault
            ? throw new ModelException(
                $"Model '{session.Model}' does not fit the layout {ManifestWords.Of(layout)}: {fault}; correct \"layout\" in its manifest.")
            : (layout, decoder.CountClasses(outputs));
    }
}
