namespace Orleans.Camera.Core.Tracking;

/// <summary>Which tracks are given up.</summary>
/// <param name="Clock">The tracker's clock, in ticks.</param>
/// <param name="LostAfter">How long an unseen track is remembered, in ticks.</param>
/// <param name="BeforePicture">
/// Whether the picture has not been looked at yet: then only what no picture can bring back is given up.
/// </param>
internal readonly record struct Forget(long Clock, long LostAfter, bool BeforePicture)
{
    // Memory is at least two pictures long, so that one picture a second is enough, but never bridges an outage.
    private const int LeastMisses = 2;
    private const int Outage = 5;

    // An unconfirmed object is remembered just long enough to miss a picture or two.
    private const int TentativeShare = 6;

    public bool Applies(in TrackState track, float aspect)
    {
        var unseen = Clock - track.SeenAt;
        if (BeforePicture)
        {
            return unseen > Outage * LostAfter;
        }

        if (track.IsDropped)
        {
            return true;
        }

        if (track.IsSeen)
        {
            return false;
        }

        var memory = track.IsConfirmed ? LostAfter : LostAfter / TentativeShare;
        return (unseen > memory && track.Misses >= LeastMisses) || HasLeft(track, aspect);
    }

    private static bool HasLeft(in TrackState track, float aspect) =>
        track.X < 0 || track.X > aspect || track.Y < 0 || track.Y > 1;
}
