namespace Orleans.Camera.Core.Workers;

/// <summary>
/// Whether silence is a worker's, or of whoever listens: after the registry itself was held up, every heartbeat looks old at once, and
/// nobody is given up before each has had the time to be heard again. Not thread safe.
/// </summary>
public sealed class SilenceRule
{
    /// <summary>Longer than this, nobody at all is silent, unless the listener was.</summary>
    public static readonly TimeSpan LongestLapse = 1.5 * WorkerLedger.HeartbeatEvery;

    private DateTimeOffset? _heardAt;
    private DateTimeOffset _judgesFrom;

    /// <summary>Whether those who are silent may be taken for failed: somebody else was heard a moment ago, and for some time before.</summary>
    public bool MayJudge(DateTimeOffset now) => _heardAt is { } at && now - at <= LongestLapse && now >= _judgesFrom;

    /// <summary>Somebody was heard.</summary>
    public void Hear(DateTimeOffset now)
    {
        if (_heardAt is not { } before || now - before > LongestLapse)
        {
            _judgesFrom = now + WorkerLedger.FailedAfter;
        }

        _heardAt = now;
    }
}
