using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Core.Pipeline;

/// <summary>Everything counted so far; immutable.</summary>
/// <param name="Frames">Pictures that entered the pipeline.</param>
/// <param name="MotionFrames">Pictures on which the gate was open; all of them where there is no gate.</param>
/// <param name="DetectedFrames">Pictures that went to the detector.</param>
/// <param name="Lines">In the order of the plan.</param>
/// <param name="Zones">In the order of the plan.</param>
public sealed record PipelineTotals(
    long Frames, long MotionFrames, long DetectedFrames, IReadOnlyList<LineTotals> Lines, IReadOnlyList<ZoneTotals> Zones);
