namespace Orleans.Camera.Core.Measuring;

/// <summary>
/// How fast one model runs on one device: what the trial measured, and after some real pictures only what those take. So a trial on
/// a machine that was busy with its own start is soon forgotten. Safe for concurrent use.
/// </summary>
/// <param name="time">Tells how long ago the last picture was.</param>
/// <param name="trial">What was measured at the start; null where nothing was.</param>
public sealed class ServiceTimes(TimeProvider time, ThroughputTrial? trial = null)
{
    /// <summary>Half a minute of work has the last word: short enough to follow a hot GPU, long enough to bear one slow picture.</summary>
    private static readonly TimeSpan Constant = TimeSpan.FromSeconds(10);

    /// <summary>After so many real runs the trial has nothing more to say.</summary>
    private const int TrialHolds = 3;

    /// <summary>Real runs of which the median is the usual one.</summary>
    private const int Remembered = 15;

    private readonly Lock _lock = new();
    private readonly Smoothed _seconds = Begin(trial);
    private readonly double[] _last = new double[Remembered];
    private long _runs;

    /// <summary>What one picture takes; null while nobody knows.</summary>
    public TimeSpan? PerPicture
    {
        get
        {
            lock (_lock)
            {
                return _seconds.Value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            }
        }
    }

    /// <summary>
    /// What a picture usually takes of late, however long the few that took long; null while nobody knows. It follows within some
    /// pictures, where <see cref="PerPicture"/> is steady.
    /// </summary>
    public TimeSpan? Usual
    {
        get
        {
            lock (_lock)
            {
                if (_runs < TrialHolds)
                {
                    return _seconds.Value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
                }

                Span<double> last = stackalloc double[(int)Math.Min(_runs, Remembered)];
                _last.AsSpan(0, last.Length).CopyTo(last);
                last.Sort();
                return TimeSpan.FromSeconds(last[last.Length / 2]);
            }
        }
    }

    /// <summary>Pictures per second of one slot that is never idle; null while nobody knows.</summary>
    public double? PicturesPerSecond
    {
        get
        {
            lock (_lock)
            {
                return _seconds.Value is { } seconds and > 0 ? 1 / seconds : null;
            }
        }
    }

    /// <summary>A run ended well. Failed ones tell nothing of speed and are left out.</summary>
    /// <param name="started">As of <see cref="TimeProvider.GetTimestamp"/>, when the device began.</param>
    /// <param name="pictures">Pictures of the batch.</param>
    public void Add(long started, int pictures)
    {
        if (pictures <= 0)
        {
            return;
        }

        // The run weighs by its own length, so that a second of work counts as a second, however many cameras gave it.
        var taken = time.GetElapsedTime(started);
        lock (_lock)
        {
            _last[_runs++ % Remembered] = taken.TotalSeconds / pictures;
            if (_runs != TrialHolds)
            {
                _seconds.Add(taken.TotalSeconds / pictures, taken);
                return;
            }

            _seconds.Forget();
            foreach (var seconds in _last.AsSpan(0, TrialHolds))
            {
                _seconds.Add(seconds, TimeSpan.FromSeconds(seconds));
            }
        }
    }

    private static Smoothed Begin(ThroughputTrial? trial)
    {
        var seconds = new Smoothed(Constant);
        if (trial is { Runs: > 0 })
        {
            seconds.Add(trial.PerPicture.TotalSeconds, trial.PerPicture);
        }

        return seconds;
    }
}
