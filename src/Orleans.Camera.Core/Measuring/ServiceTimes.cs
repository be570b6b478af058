namespace Orleans.Camera.Core.Measuring;

/// <summary>How fast one model runs on one device: what the trial measured, and then what real pictures take. Safe for concurrent use.</summary>
/// <param name="time">Tells how long ago the last picture was.</param>
/// <param name="trial">What was measured at the start; null where nothing was.</param>
public sealed class ServiceTimes(TimeProvider time, ThroughputTrial? trial = null)
{
    /// <summary>Half a minute of work has the last word: short enough to follow a hot GPU, long enough to bear one slow picture.</summary>
    private static readonly TimeSpan Constant = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Smoothed _seconds = Begin(trial);

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
            _seconds.Add(taken.TotalSeconds / pictures, taken);
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
