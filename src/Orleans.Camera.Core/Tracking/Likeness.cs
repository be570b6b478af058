namespace Orleans.Camera.Core.Tracking;

/// <summary>How well a box fits a prediction, 0..1; 0 means not at all.</summary>
internal static class Likeness
{
    // Doubtful boxes must overlap more than sure ones.
    private const float LeastOverlap = 0.15f;
    private const float LeastDoubtfulOverlap = 0.3f;

    // Reach of the last chance, in extents of the object. Where nothing is known of its velocity, it grows with the time
    // since it was seen, up to three: beyond, any two things could be joined.
    private const float Reach = 1;
    private const float ReachPerSecond = 1;
    private const float NewReachPerSecond = 15;
    private const float LongestNewReach = 3;
    private const float LongestReach = 2;

    // One side at least must keep its length: what enters over the picture's edge is cut in the other direction.
    private const float LeastSideRatio = 0.5f;

    public static float ByOverlap(in TrackState track, in Sighting sighting) =>
        Above(LeastOverlap, track.Overlap(sighting));

    public static float ByStrongOverlap(in TrackState track, in Sighting sighting) =>
        Above(LeastDoubtfulOverlap, track.Overlap(sighting));

    /// <summary>By distance between prediction and box, relative to the object's size.</summary>
    public static float ByDistance(in TrackState track, in Sighting sighting, float secondsUnseen)
    {
        var (dx, dy) = (sighting.X - track.X, sighting.Y - track.Y);
        var reach = track.Sightings == 1
            ? Math.Min(LongestNewReach, Reach + (NewReachPerSecond * secondsUnseen))
            : Math.Min(LongestReach, Reach + (ReachPerSecond * secondsUnseen));
        reach *= Math.Max(track.Extent, sighting.Extent);
        var closeness = 1 - (MathF.Sqrt((dx * dx) + (dy * dy)) / reach);
        if (closeness <= 0)
        {
            return 0;
        }

        var (widths, heights) = (Ratio(track.Width, sighting.Width), Ratio(track.Height, sighting.Height));
        return Math.Max(widths, heights) < LeastSideRatio ? 0 : closeness * (1 + (widths * heights)) / 2;
    }

    private static float Above(float least, float overlap) => overlap <= least ? 0 : (overlap - least) / (1 - least);

    private static float Ratio(float one, float other) => Math.Min(one, other) / Math.Max(one, other);
}
