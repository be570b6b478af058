using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Counting;

/// <summary>Counts who is in one zone, who comes and goes, and how long they stay. Not thread safe.</summary>
/// <remarks>
/// <para>
/// An object has entered (left) once its anchor was inside (outside) on
/// <see cref="ZoneDefinition.ConfirmationFrames"/> pictures in a row; within a hair of an edge it stays where it was. The
/// event carries the first of those pictures. Whoever is first seen inside has entered; a track that ends inside has
/// left, when it was last seen. So <c>entered - left = occupancy</c> always, and occupancy cannot drift.
/// </para>
/// <para>Time is footage (PTS). A track out of sight dwells on; if it never comes back, only until it was last seen.</para>
/// </remarks>
public sealed partial class ZoneCounter
{
    // Within this distance of an edge inside the picture nothing changes: in picture heights, and never more than this share of the zone.
    private const float EdgeMargin = 0.01f;
    private const float EdgeShare = 0.1f;

    private readonly ZoneDefinition _definition;
    private readonly IReadOnlyList<string> _labels;
    private readonly LabelSet _counted;
    private readonly Polygon _polygon;
    private readonly float _aspect;
    private readonly float _margin;
    private readonly TrackTable<ZoneVisit> _visits = new();
    private int _occupancy;
    private long _entered;
    private long _left;
    private long _loitered;
    private TimeSpan _dwell;

    /// <param name="zone">What counts.</param>
    /// <param name="labels">The detector's labels.</param>
    /// <param name="aspect">Width of the source's pictures divided by their height.</param>
    /// <exception cref="ArgumentException">The definition makes no sense; the message names the zone and what is wrong.</exception>
    public ZoneCounter(ZoneDefinition zone, IReadOnlyList<string> labels, float aspect)
    {
        ArgumentNullException.ThrowIfNull(labels);
        DefinitionRules.Check(zone);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspect);
        _definition = zone;
        _labels = labels;
        _aspect = aspect;
        _counted = new LabelSet(zone.Labels, labels, $"zone '{zone.Name}'");
        _polygon = new Polygon(zone.Polygon, aspect);
        _margin = Math.Min(EdgeMargin, EdgeShare * _polygon.Size);
    }

    public ZoneDefinition Definition => _definition;

    /// <summary>How many tracks are remembered.</summary>
    public int TrackedCount => _visits.Count;

    public ZoneTotals Totals
    {
        get
        {
            var underWay = TimeSpan.Zero;
            for (var index = 0; index < _visits.Count; index++)
            {
                underWay += _visits.At(index).IsInside ? _visits.At(index).Dwell : TimeSpan.Zero;
            }

            var mean = _left == 0 ? TimeSpan.Zero : _dwell / _left;
            return new ZoneTotals(_definition.Name, _occupancy, _entered, _left, _loitered, _dwell + underWay, mean);
        }
    }

    /// <summary>Takes the tracks of the next picture.</summary>
    /// <param name="tracks">Confirmed tracks seen on it.</param>
    /// <param name="ended">Ids of tracks that have ended.</param>
    /// <param name="moment">The picture.</param>
    /// <param name="into">Receives what happens; an object that left is told of with the picture on which it did.</param>
    public void Update(ReadOnlySpan<Track> tracks, ReadOnlySpan<long> ended, Moment moment, ICollection<ZoneEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        foreach (ref readonly var track in tracks)
        {
            ref var visit = ref _visits.GetOrAdd(track.Id, out var isKnown);
            visit.Label = isKnown && visit.IsInside ? visit.Label : track.Label;
            var point = track.Box.At(_definition.Anchor);
            if (visit.Move(Place(point, isKnown), _definition.ConfirmationFrames, moment))
            {
                Change(ref visit, track.Id, moment, into);
            }

            Loiter(ref visit, track.Id, moment, into);
        }

        foreach (var id in ended)
        {
            Forget(id, into);
        }
    }

    private bool? Place(ImagePoint point, bool isKnown)
    {
        var held = new ImagePoint(Math.Clamp(point.X, 0, MathF.BitDecrement(1)), Math.Clamp(point.Y, 0, MathF.BitDecrement(1)));
        return isKnown && _polygon.DistanceToOpenEdge(held) < _margin ? null : _polygon.Contains(held);
    }

    private void Change(ref ZoneVisit visit, long id, in Moment moment, ICollection<ZoneEvent> into)
    {
        if (visit.IsInside)
        {
            Leave(ref visit, id, visit.Since, into);
        }
        else if (_counted.Contains(visit.Label))
        {
            visit.Enter(moment);
            _occupancy++;
            _entered++;
            into.Add(Event(ZoneEventKind.Entered, visit, id, TimeSpan.Zero, visit.Since));
        }
    }

    private void Leave(ref ZoneVisit visit, long id, in Moment moment, ICollection<ZoneEvent> into)
    {
        visit.Leave();
        _occupancy--;
        _left++;
        _dwell += visit.Dwell;
        into.Add(Event(ZoneEventKind.Left, visit, id, visit.Dwell, moment));
    }

    private void Loiter(ref ZoneVisit visit, long id, in Moment moment, ICollection<ZoneEvent> into)
    {
        if (visit.IsInside && !visit.IsLoitering && visit.Dwell >= _definition.LoiteringAfter)
        {
            visit.IsLoitering = true;
            _loitered++;
            into.Add(Event(ZoneEventKind.Loitering, visit, id, visit.Dwell, moment));
        }
    }

    private void Forget(long id, ICollection<ZoneEvent> into)
    {
        var index = _visits.Find(id);
        if (index < 0)
        {
            return;
        }

        ref var visit = ref _visits.At(index);
        if (visit.IsInside)
        {
            Leave(ref visit, id, visit.LastInside, into);
        }

        _visits.RemoveAt(index);
    }

    private ZoneEvent Event(ZoneEventKind kind, in ZoneVisit visit, long id, TimeSpan dwell, in Moment moment) =>
        new(_definition.Name, kind, _labels[visit.Label], id, dwell, moment.Frame, moment.Time);
}
