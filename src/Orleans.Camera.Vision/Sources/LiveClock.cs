namespace Orleans.Camera.Vision.Sources;

/// <summary>The time of the pictures of a live source: the wall clock, smoothed by what the source itself says.</summary>
/// <remarks>
/// Arrival alone trembles with the network; the source's own time alone drifts, and begins anew with each connection. So the
/// source's time counts, moved by the shortest way that a picture has had within the last ten to twenty seconds, as long as it
/// agrees with the arrival: never later than it, and at most a second earlier. A server that sends its first pictures faster than
/// they were taken, as many do, is forgiven after that time.
/// </remarks>
/// <param name="time">The wall clock.</param>
/// <param name="passed">The time in the source that has passed by now.</param>
/// <param name="last">The time of the picture that another process delivered last; every time is later than that.</param>
internal sealed class LiveClock(TimeProvider time, TimeSpan passed = default, TimeSpan? last = null)
{
    private static readonly TimeSpan LargestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(1);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last = last ?? -LeastStep;
    private TimeSpan? _offset;
    private TimeSpan _least;
    private TimeSpan _windowEnd;

    /// <summary>A new connection begins its own time.</summary>
    public void StartRun() => _offset = null;

    /// <param name="streamTime">The picture's time from the start of the connection, as the source says.</param>
    /// <param name="isTrusted">Whether the source says anything about time.</param>
    public (TimeSpan Pts, DateTimeOffset Time) Stamp(TimeSpan streamTime, bool isTrusted)
    {
        var arrival = passed + time.GetElapsedTime(_start);
        Observe(arrival, arrival - streamTime);
        var pts = isTrusted && _offset is { } offset ? offset + streamTime : arrival;
        if (pts > arrival || pts < arrival - LargestDelay || _offset is null)
        {
            pts = arrival;
            Begin(arrival, arrival - streamTime);
        }

        pts = pts <= _last ? _last + LeastStep : pts;
        _last = pts;
        return (pts, time.GetUtcNow() - (arrival - pts));
    }

    /// <summary>At the end of each window, what was shortest in it counts from then on.</summary>
    private void Observe(TimeSpan arrival, TimeSpan offset)
    {
        if (_offset is not null && arrival >= _windowEnd)
        {
            _offset = _least;
            (_least, _windowEnd) = (offset, arrival + Window);
        }

        _least = offset < _least ? offset : _least;
    }

    private void Begin(TimeSpan arrival, TimeSpan offset)
    {
        (_offset, _least) = (offset, offset);
        _windowEnd = arrival + Window;
    }
}
