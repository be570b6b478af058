using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Finds objects in a child process, on as many pictures at once as it has lanes; the model is in memory once.</summary>
internal sealed class DetectorJob : IWorkerJob
{
    private readonly LoadedModel _model;
    private readonly Lane[] _lanes;

    private DetectorJob(LoadedModel model, int lanes)
    {
        _model = model;
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(model.CreateDetector(endsWithIt: false)))];
    }

    public WorkerGreeting Greeting => new(Fault: null, _model.Labels, _model.InputSize, _model.Box, _lanes[0].Detector.Provider.ToString());

    /// <exception cref="ModelException">The model cannot be run, or its file is not the one that was meant.</exception>
    public static DetectorJob Open(IsolatedModel model, int lanes)
    {
        var file = ModelFile.Read(model.Reference);
        return string.Equals(file.Sha256, model.Sha256, StringComparison.Ordinal)
            ? new DetectorJob(OnnxDetectors.Load(model.Reference, file, model.Options), lanes)
            : throw new ModelException(
                $"Model '{model.Reference.Name}' at '{model.Reference.File}' has the sha256 {file.Sha256}, and had {model.Sha256} when it was opened: the file was changed. Start the camera again to take the new one.");
    }

    public void Work(int lane, RingSlot slot)
    {
        var (detector, frames, detections) = (_lanes[lane].Detector, _lanes[lane].Frames, _lanes[lane].Detections);
        detections.Clear();
        try
        {
            using var frame = frames.Take(slot, slot.Request);
            var detecting = detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);
            if (!detecting.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("A detector of a child process works on the thread that calls it.");
            }

            BoxAnswer.Write(slot, detections);
        }
        catch (ModelException fault)
        {
            FaultText.Write(slot, fault.Message);
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Detector.Dispose();
        }

        _model.Dispose();
    }

    private sealed class Lane(OnnxDetector detector)
    {
        public OnnxDetector Detector => detector;

        public SlotFrames Frames { get; } = new();

        public List<Detection> Detections { get; } = [];
    }
}
