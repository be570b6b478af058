using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Counting;

/// <summary>Leads tracks by hand through a line counter, ten pictures a second.</summary>
internal sealed class Walks(LineCounter counter, float width = 0.05f, float height = 0.2f)
{
    public const float Aspect = 16f / 9;

    public List<Crossing> Crossings { get; } = [];

    public long Picture { get; private set; }

    public static LineZoneDefinition Line(float x1, float y1, float x2, float y2) =>
        new() { Name = "door", Start = new(x1, y1), End = new(x2, y2), Anchor = Anchor.Center };

    public static LineCounter Counter(LineZoneDefinition line, params string[] labels) =>
        new(line, labels.Length > 0 ? labels : ["object"], Aspect);

    /// <summary>One track per point, ids from 1, on the next picture.</summary>
    public void Step(params ImagePoint[] points)
    {
        var tracks = points.Select((point, index) => TrackAt(point, index + 1)).ToArray();
        counter.Update(tracks, ended: [], Next(), Crossings);
    }

    public void Step(Track track) => counter.Update([track], ended: [], Next(), Crossings);

    public void End(params long[] ids) => counter.Update([], ids, Next(), Crossings);

    public Track TrackAt(ImagePoint point, long id, int label = 0) => new(id, BoxAt(point), label, Score: 0.9f, BoxAt(point));

    private Box BoxAt(ImagePoint point) =>
        new(point.X - (width / 2), point.Y - (height / 2), point.X + (width / 2), point.Y + (height / 2));

    private Moment Next()
    {
        Picture++;
        var pts = TimeSpan.FromSeconds((Picture - 1) / 10.0);
        return new Moment(Picture, pts, DateTimeOffset.UnixEpoch + pts);
    }
}
