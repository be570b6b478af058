using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Core.Tracking;

/// <summary>Finds for each track its box on a new picture, in stages. Keeps its arrays.</summary>
internal sealed class Association(ByteTrackerOptions options, float aspect)
{
    private const float DoubtfulTrust = 0.5f;
    private const float OtherLabel = 0.85f;
    private const int Precision = 1 << 20;

    private readonly Assignment _assignment = new();
    private readonly SightingList _sure = new(options.MaxTracks);
    private readonly SightingList _doubtful = new(options.MaxTracks);
    private readonly int[] _rows = new int[options.MaxTracks];
    private int _rowCount;
    private long _clock;

    private enum Stage
    {
        SureWithConfirmed,
        DoubtfulWithSeen,
        SureWithTentative,
        SureByDistance,
    }

    /// <summary>Sure detections that belong to no track.</summary>
    public ReadOnlySpan<Sighting> Unmatched => _sure.Items;

    /// <summary>Corrects every track for which a box is found; the others are left as predicted.</summary>
    /// <param name="tracks">Predicted to the picture's time.</param>
    /// <param name="detections">The picture's boxes.</param>
    /// <param name="clock">The tracker's clock at the picture, in ticks.</param>
    public void Join(Span<TrackState> tracks, ReadOnlySpan<Detection> detections, long clock)
    {
        _clock = clock;
        Sort(detections);
        Run(Stage.SureWithConfirmed, tracks, _sure);
        Run(Stage.DoubtfulWithSeen, tracks, _doubtful);
        Run(Stage.SureWithTentative, tracks, _sure);
        Run(Stage.SureByDistance, tracks, _sure);
    }

    private void Sort(ReadOnlySpan<Detection> detections)
    {
        _sure.Clear();
        _doubtful.Clear();
        foreach (ref readonly var detection in detections)
        {
            var sighting = Sighting.Of(detection, aspect);
            if (!sighting.IsSound || !(detection.Score >= options.LowScore))
            {
                continue;
            }

            (detection.Score >= options.HighScore ? _sure : _doubtful).Add(sighting);
        }
    }

    private void Run(Stage stage, Span<TrackState> tracks, SightingList sightings)
    {
        _rowCount = 0;
        for (var index = 0; index < tracks.Length; index++)
        {
            if (TakesPart(stage, tracks[index]))
            {
                _rows[_rowCount++] = index;
            }
        }

        if (_rowCount == 0 || sightings.Count == 0)
        {
            return;
        }

        if (Weigh(stage, tracks, sightings))
        {
            _assignment.Solve();
            Apply(stage, tracks, sightings);
        }
    }

    /// <remarks>
    /// Doubtful boxes help over a short occlusion. A track that has lived on them for seconds is most likely a mistake of the
    /// detector: it must be half sure on average.
    /// </remarks>
    private bool TakesPart(Stage stage, in TrackState track) => !track.IsJoined && stage switch
    {
        Stage.SureWithConfirmed => track.IsConfirmed,
        Stage.DoubtfulWithSeen => track.IsConfirmed && track.IsSeen && track.Assurance >= options.HighScore / 2,
        Stage.SureWithTentative => !track.IsConfirmed,
        _ => true,
    };

    /// <summary>Fills the assignment; false where nothing fits anything.</summary>
    private bool Weigh(Stage stage, Span<TrackState> tracks, SightingList sightings)
    {
        var any = false;
        _assignment.Reset(_rowCount, sightings.Count);
        for (var row = 0; row < _rowCount; row++)
        {
            ref readonly var track = ref tracks[_rows[row]];
            for (var column = 0; column < sightings.Count; column++)
            {
                var value = (int)(Fit(stage, track, sightings[column]) * Precision);
                if (value > 0)
                {
                    _assignment.Set(row, column, value);
                    any = true;
                }
            }
        }

        return any;
    }

    private float Fit(Stage stage, in TrackState track, in Sighting sighting)
    {
        var sameLabel = track.Label == sighting.Detection.Label;
        if (!sameLabel && options.ClassAware)
        {
            return 0;
        }

        var fit = stage switch
        {
            Stage.DoubtfulWithSeen => Likeness.ByStrongOverlap(track, sighting),
            Stage.SureByDistance => Likeness.ByDistance(
                track, sighting, (float)TimeSpan.FromTicks(_clock - track.SeenAt).TotalSeconds),
            _ => Likeness.ByOverlap(track, sighting),
        };
        return sameLabel ? fit : fit * OtherLabel;
    }

    private void Apply(Stage stage, Span<TrackState> tracks, SightingList sightings)
    {
        var trust = stage == Stage.DoubtfulWithSeen ? DoubtfulTrust : 1;
        for (var row = 0; row < _rowCount; row++)
        {
            var column = _assignment.ColumnOf(row);
            if (column >= 0)
            {
                tracks[_rows[row]].See(sightings[column], _clock, trust, overlapped: stage != Stage.SureByDistance);
                sightings.Take(column);
            }
        }

        sightings.DropTaken();
    }
}
