using System.Numerics;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>Where the tracks have been during the last two seconds or so. Bounded: old points and ended tracks are forgotten.</summary>
/// <param name="length">How many pictures a trail reaches back.</param>
internal sealed class Trails(int length)
{
    private readonly Dictionary<long, Queue<ImagePoint>> _points = [];
    private readonly HashSet<long> _seen = [];

    public void Add(IReadOnlyList<Track> tracks, Anchor anchor)
    {
        _seen.Clear();
        foreach (var track in tracks)
        {
            _seen.Add(track.Id);
            if (!_points.TryGetValue(track.Id, out var trail))
            {
                _points.Add(track.Id, trail = new Queue<ImagePoint>(length + 1));
            }

            trail.Enqueue(track.Box.At(anchor));
        }

        foreach (var (id, trail) in _points)
        {
            // A track that is not seen fades away point by point.
            if ((trail.Count > length || !_seen.Contains(id)) && trail.Count > 0)
            {
                trail.Dequeue();
            }

            if (trail.Count == 0)
            {
                _points.Remove(id);
            }
        }
    }

    public void Draw(Canvas canvas, float thickness)
    {
        var scale = new Vector2(canvas.Size.Width, canvas.Size.Height);
        foreach (var (id, trail) in _points)
        {
            var (before, age) = (default(Vector2?), 0);
            foreach (var point in trail)
            {
                var at = new Vector2(point.X, point.Y) * scale;
                if (before is { } from)
                {
                    var share = ++age / (float)trail.Count;
                    canvas.Line(from, at, thickness * (0.4f + (0.6f * share)), Palette.OfTrack(id), 0.75f * share);
                }

                before = at;
            }
        }
    }
}
