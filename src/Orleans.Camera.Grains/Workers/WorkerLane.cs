using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Grains.Workers;

/// <summary>
/// Looks at one picture, or one batch of them, after the other: a detector of its own for each size of picture, and one for batches.
/// Not thread safe.
/// </summary>
internal sealed class WorkerLane(IOpenDetector model)
{
    private const int MostLayouts = 64;
    private readonly Dictionary<FrameLayout, IObjectDetector> _detectors = [];
    private readonly List<Detection> _found = [];
    private IBatchDetector? _batches;

    /// <summary>What the lane's model takes at once; its memory is had from then on.</summary>
    public BatchRule Batch => (_batches ??= model.CreateBatch())?.Batch ?? BatchRule.Single;

    /// <returns>Valid until the next picture.</returns>
    public async ValueTask<List<Detection>> DetectAsync(Frame frame, MotionResult? motion, CancellationToken cancellationToken)
    {
        _found.Clear();
        await Of(frame.Layout).DetectAsync(frame, motion, _found, cancellationToken).ConfigureAwait(false);
        return _found;
    }

    public async ValueTask<IReadOnlyList<List<Detection>>> DetectAsync(IReadOnlyList<Frame> frames, CancellationToken cancellationToken)
    {
        List<Detection>[] found = [.. frames.Select(_ => new List<Detection>())];
        await (_batches ??= model.CreateBatch()!).DetectAsync(frames, found, cancellationToken).ConfigureAwait(false);
        return found;
    }

    public IObjectDetector Of(FrameLayout layout)
    {
        if (!_detectors.TryGetValue(layout, out var detector))
        {
            if (_detectors.Count >= MostLayouts)
            {
                // They end with the model.
                _detectors.Clear();
            }

            detector = _detectors[layout] = model.Create(layout);
        }

        return detector;
    }
}
