using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Cli.Counting;

/// <summary>Which detector finds the objects.</summary>
internal static class DetectorChoice
{
    /// <summary>Opens the model before the source, because its input decides the size of the pictures.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be run.</exception>
    public static OnnxDetector? OpenModel(CountSettings settings)
    {
        if (settings.Model is null)
        {
            return null;
        }

        var detector = OnnxDetectors.Open(ModelStore.Default().Resolve(settings.Model), new OnnxDetectorOptions { Threads = Environment.ProcessorCount });
        try
        {
            _ = new LabelSet(settings.Labels, detector.Labels, "command line");
            return detector;
        }
        catch (ArgumentException exception)
        {
            detector.Dispose();
            throw new UsageException($"--labels: {Messages.WithoutParameter(exception)}");
        }
    }

    public static IObjectDetector Create(MotDetections? recorded, OnnxDetector? model, FrameLayout layout) =>
        recorded is not null ? new RecordedDetector(recorded)
        : model is not null ? model
        : new MotionDetector(layout.Gate);
}
