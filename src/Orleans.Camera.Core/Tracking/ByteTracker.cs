using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Core.Tracking;

/// <summary>
/// ByteTrack (Zhang et al., ECCV 2022, arXiv 2110.06864): a Kalman filter per object, and optimal assignment of boxes to
/// predictions in stages, sure detections first, doubtful ones only to prolong what is already known.
/// </summary>
/// <remarks>
/// Where it differs from the paper. Time is footage, not pictures: noise, memory and reach grow with the interval, so that
/// pictures may be missing and 5 a second are enough. Sure boxes that overlap no prediction get a last chance by distance,
/// relative to the object's size: a fast vehicle does not overlap itself from one picture to the next. Doubtful boxes
/// prolong a track only while it is half sure on average. An object that was last seen leaving the picture ends at once.
/// Labels are voted. Ids are given at confirmation: on the second sighting where the boxes overlapped, else on the third.
/// Allocates nothing once running.
/// </remarks>
public sealed partial class ByteTracker : IObjectTracker
{
    private readonly ByteTrackerOptions _options;
    private readonly float _aspect;
    private readonly TrackState[] _tracks;
    private readonly Track[] _active;
    private readonly long[] _ended;
    private readonly Association _association;
    private int _count;
    private int _activeCount;
    private int _endedCount;
    private long _nextId = 1;
    private long _clock;
    private TimeSpan _lastPts;
    private bool _hasBegun;

    /// <param name="aspect">Width of the source's pictures divided by their height.</param>
    /// <param name="options">Null for the defaults.</param>
    public ByteTracker(float aspect, ByteTrackerOptions? options = null)
    {
        if (!(aspect > 0) || float.IsInfinity(aspect))
        {
            throw new ArgumentOutOfRangeException(nameof(aspect), aspect, "The pictures' width divided by their height must be above 0.");
        }

        _options = options ?? new ByteTrackerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxTracks, nameof(options));
        _aspect = aspect;
        _tracks = new TrackState[_options.MaxTracks];
        _active = new Track[_options.MaxTracks];
        _ended = new long[_options.MaxTracks];
        _association = new Association(_options, aspect);
    }

    public ReadOnlySpan<Track> Active => _active.AsSpan(0, _activeCount);

    public ReadOnlySpan<long> Ended => _ended.AsSpan(0, _endedCount);

    /// <summary>How many objects are remembered, unconfirmed ones included.</summary>
    public int Count => _count;

    public void Update(ReadOnlySpan<Detection> detections, TimeSpan pts)
    {
        var seconds = Advance(pts);
        _endedCount = 0;
        End(new Forget(_clock, _options.LostAfter.Ticks, BeforePicture: true));
        foreach (ref var track in _tracks.AsSpan(0, _count))
        {
            track.Predict(seconds);
        }

        _association.Join(_tracks.AsSpan(0, _count), detections, _clock);
        foreach (ref var track in _tracks.AsSpan(0, _count))
        {
            Settle(ref track);
        }

        EndDoubles();
        End(new Forget(_clock, _options.LostAfter.Ticks, BeforePicture: false));
        Start();
        ListActive();
    }

    public void Hold(TimeSpan pts)
    {
        (_lastPts, _hasBegun) = (pts, true);
        _endedCount = 0;
    }

    public void Finish()
    {
        (_endedCount, _activeCount) = (0, 0);
        for (var index = 0; index < _count; index++)
        {
            NoteEnd(_tracks[index]);
        }

        _count = 0;
    }

    /// <summary>Moves the tracker's clock on, which stands while nothing moves.</summary>
    private float Advance(TimeSpan pts)
    {
        var elapsed = _hasBegun && pts > _lastPts ? pts - _lastPts : TimeSpan.Zero;
        (_lastPts, _hasBegun) = (pts, true);
        _clock += elapsed.Ticks;
        return (float)elapsed.TotalSeconds;
    }

    /// <summary>Gives an id to a track that has earned it; counts a picture on which it was not seen.</summary>
    private void Settle(ref TrackState track)
    {
        if (!track.IsJoined)
        {
            track.Miss();
        }
        else if (!track.IsConfirmed && track.Sightings >= (track.HasOverlapped ? 2 : 3))
        {
            track.Confirm(_nextId++);
        }
    }

    private void Start()
    {
        foreach (ref readonly var sighting in _association.Unmatched)
        {
            if (_count < _tracks.Length)
            {
                _tracks[_count++] = TrackState.Start(sighting, _clock);
            }
        }
    }

    /// <summary>Of two tracks on the same object, the one not seen ends, else the younger one.</summary>
    private void EndDoubles()
    {
        const float Same = 0.85f;
        for (var first = 0; first < _count; first++)
        {
            for (var second = first + 1; second < _count; second++)
            {
                ref var older = ref _tracks[first];
                ref var younger = ref _tracks[second];
                var mayBeOne = (older.IsSeen || younger.IsSeen) && (!_options.ClassAware || older.Label == younger.Label);
                if (mayBeOne && older.Overlap(younger) > Same)
                {
                    (older.IsSeen ? ref younger : ref older).Drop();
                }
            }
        }
    }

    /// <summary>Removes what is to be forgotten; the others keep their order.</summary>
    private void End(Forget forget)
    {
        var kept = 0;
        for (var index = 0; index < _count; index++)
        {
            if (forget.Applies(_tracks[index], _aspect))
            {
                NoteEnd(_tracks[index]);
            }
            else
            {
                _tracks[kept++] = _tracks[index];
            }
        }

        _count = kept;
    }

    private void NoteEnd(in TrackState track)
    {
        if (track.IsConfirmed)
        {
            _ended[_endedCount++] = track.Id;
        }
    }

    private void ListActive()
    {
        _activeCount = 0;
        foreach (ref readonly var track in _tracks.AsSpan(0, _count))
        {
            if (track.IsConfirmed && track.IsSeen)
            {
                _active[_activeCount++] = new Track(track.Id, track.Box(_aspect), track.Label, track.Score, track.First);
            }
        }
    }
}
