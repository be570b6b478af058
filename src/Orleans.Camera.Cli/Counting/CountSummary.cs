using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Counting;

/// <summary>What a run ends with.</summary>
/// <param name="Frames">Pictures that entered the pipeline.</param>
/// <param name="MotionFrames">Pictures on which something moved.</param>
/// <param name="DetectedFrames">Pictures that reached the detector.</param>
/// <param name="SkippedFrames">Pictures dropped because a live source was faster than the pipeline.</param>
/// <param name="Footage">How much time of the source they cover.</param>
internal sealed record CountSummary(
    long Frames,
    long MotionFrames,
    long DetectedFrames,
    long SkippedFrames,
    TimeSpan Footage,
    IReadOnlyList<LineTotals> Lines,
    IReadOnlyList<ZoneTotals> Zones)
{
    public static CountSummary Of(PipelineTotals totals, SourceStatistics statistics, TimeSpan footage) => new(
        totals.Frames, totals.MotionFrames, totals.DetectedFrames, statistics.Skipped, footage, totals.Lines, totals.Zones);
}
