using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>Stored events and counts as they travel.</summary>
internal static class Records
{
    public static CountEvent Of(string camera, CameraEvent stored) => stored switch
    {
        CrossingEvent crossing => new CrossingRecord(
            camera, crossing.Sequence, crossing.Line,
            crossing.Direction == Direction.In ? CrossingDirection.In : CrossingDirection.Out,
            crossing.Label, crossing.Track, crossing.Frame, crossing.Time),
        ZoneOccurrence zone => new AreaRecord(
            camera, zone.Sequence, zone.Zone, Of(zone.Kind), zone.Label, zone.Track, zone.Dwell, zone.Frame, zone.Time),
        GapEvent gap => new GapRecord(camera, gap.Sequence, gap.From, gap.To, gap.Pictures, gap.Reason),
        _ => throw new InvalidOperationException($"A {stored.GetType().Name} cannot travel."),
    };

    public static CameraCounts Of(string camera, Checkpoint checkpoint) => new(
        camera, checkpoint.Sequence, [.. checkpoint.Totals.Select(total => new CountTotal(total.Line, total.Label, total.In, total.Out))]);

    private static AreaEventKind Of(ZoneEventKind kind) => kind switch
    {
        ZoneEventKind.Entered => AreaEventKind.Entered,
        ZoneEventKind.Left => AreaEventKind.Left,
        _ => AreaEventKind.Loitering,
    };
}
