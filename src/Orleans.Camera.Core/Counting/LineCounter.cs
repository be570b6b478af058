using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Counting;

/// <summary>Counts the objects that cross one line. Not thread safe.</summary>
/// <remarks>
/// <para>
/// An object belongs to the side on which it was first seen. It changes sides once its anchor has been far beyond the line
/// on <see cref="LineZoneDefinition.ConfirmationFrames"/> pictures in a row; far is three tenths of the object's own size, at
/// least the hysteresis. Nearer, but beyond the hysteresis, it must also have been there for ten seconds: so that who
/// trembles on the line, or stops behind it and goes back, does not count again and again, and who stays there counts
/// nevertheless. Where a track ends past the line, beyond the hysteresis on as many pictures is enough, or far on one: a
/// fast vehicle may have left the picture after it.
/// </para>
/// <para>
/// It is counted where its path met the line between the line's two ends; who walks around an end changes sides uncounted.
/// Anchors are held within the picture, so that an end on the picture's edge is open to what the edge cuts. The event
/// carries the picture on which the object was first seen past the line, not the later one that made it sure.
/// </para>
/// <para>Ended tracks are forgotten: memory is bounded by the tracks alive.</para>
/// </remarks>
public sealed partial class LineCounter
{
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(10);

    private readonly LineZoneDefinition _definition;
    private readonly IReadOnlyList<string> _labels;
    private readonly LabelSet _counted;
    private readonly LineSegment _line;
    private readonly float _aspect;
    private readonly TrackTable<LinePassage> _passages = new();
    private readonly long[] _in;
    private readonly long[] _out;

    /// <param name="line">What counts.</param>
    /// <param name="labels">The detector's labels.</param>
    /// <param name="aspect">Width of the source's pictures divided by their height.</param>
    /// <exception cref="ArgumentException">The definition makes no sense; the message names the line and what is wrong.</exception>
    public LineCounter(LineZoneDefinition line, IReadOnlyList<string> labels, float aspect)
    {
        ArgumentNullException.ThrowIfNull(labels);
        DefinitionRules.Check(line);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspect);
        _definition = line;
        _labels = labels;
        _aspect = aspect;
        _counted = new LabelSet(line.Labels, labels, $"line '{line.Name}'");
        _line = new LineSegment(line.Start, line.End, aspect);
        (_in, _out) = (new long[labels.Count], new long[labels.Count]);
    }

    public LineZoneDefinition Definition => _definition;

    /// <summary>How many tracks are remembered.</summary>
    public int TrackedCount => _passages.Count;

    public LineTotals Totals
    {
        get
        {
            var byLabel = new List<LabelTotals>();
            for (var label = 0; label < _labels.Count; label++)
            {
                if (_in[label] + _out[label] > 0)
                {
                    byLabel.Add(new LabelTotals(_labels[label], _in[label], _out[label]));
                }
            }

            return new LineTotals(_definition.Name, _in.Sum(), _out.Sum(), byLabel);
        }
    }

    /// <summary>Takes the tracks of the next picture.</summary>
    /// <param name="tracks">Confirmed tracks seen on it.</param>
    /// <param name="ended">Ids of tracks that have ended.</param>
    /// <param name="moment">The picture.</param>
    /// <param name="into">Receives what is counted.</param>
    public void Update(ReadOnlySpan<Track> tracks, ReadOnlySpan<long> ended, Moment moment, ICollection<Crossing> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        foreach (ref readonly var track in tracks)
        {
            ref var passage = ref _passages.GetOrAdd(track.Id, out var isKnown);
            if (!isKnown)
            {
                passage = LinePassage.Begin(AnchorOf(track.First), _line);
            }

            passage.Label = track.Label;
            passage.Move(AnchorOf(track.Box), LineMargins.For(track.Box, _aspect, _definition.Hysteresis), _line, moment);
            if (passage.IsConfirmed(_definition.ConfirmationFrames, _settled, moment.Pts))
            {
                Count(ref passage, track.Id, into);
            }
        }

        foreach (var id in ended)
        {
            Forget(id, into);
        }
    }

    private void Forget(long id, ICollection<Crossing> into)
    {
        var index = _passages.Find(id);
        if (index < 0)
        {
            return;
        }

        ref var passage = ref _passages.At(index);
        if (passage.IsConfirmedAtEnd(_definition.ConfirmationFrames))
        {
            Count(ref passage, id, into);
        }

        _passages.RemoveAt(index);
    }

    private void Count(ref LinePassage passage, long id, ICollection<Crossing> into)
    {
        if (!passage.Confirm() || !_counted.Contains(passage.Label))
        {
            return;
        }

        var direction = passage.Side > 0 ? Direction.In : Direction.Out;
        (direction == Direction.In ? _in : _out)[passage.Label]++;
        into.Add(new Crossing(
            _definition.Name, direction, _labels[passage.Label], id, passage.At, passage.Since.Frame, passage.Since.Time));
    }

    private ImagePoint AnchorOf(in Box box)
    {
        var point = box.At(_definition.Anchor);
        return new ImagePoint(Math.Clamp(point.X, 0, 1), Math.Clamp(point.Y, 0, 1));
    }
}
