namespace Orleans.Camera.Core.Measuring;

/// <summary>What a trial found.</summary>
/// <param name="PerPicture">The median; where no run ended in time, how long was waited: the picture takes longer.</param>
/// <param name="Runs">Runs that ended and count; 0 where none did.</param>
public sealed record ThroughputTrial(TimeSpan PerPicture, int Runs)
{
    public double PicturesPerSecond => PerPicture > TimeSpan.Zero ? 1 / PerPicture.TotalSeconds : 0;
}

/// <summary>Measures how fast a model runs on a device, on trial pictures, in less time than a start may take.</summary>
/// <param name="time">The clock.</param>
/// <param name="longest">How long a trial takes at most; null for <see cref="Longest"/>.</param>
public sealed class ThroughputProbe(TimeProvider time, TimeSpan? longest = null)
{
    /// <summary>A start waits so long at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1.8);

    private readonly TimeSpan _longest = longest ?? Longest;

    /// <summary>After so much work the median no longer moves.</summary>
    private readonly TimeSpan _enough = (longest ?? Longest) / 1.8;

    private const int MostRuns = 50;

    /// <summary>Runs it once to warm it up, and then again and again.</summary>
    /// <param name="detect">Detects on one trial picture; heeds its token. What it throws comes out.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; that the time is over is no fault.</exception>
    public async Task<ThroughputTrial> RunAsync(Func<CancellationToken, ValueTask> detect, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(detect);
        using var late = new CancellationTokenSource(_longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var start = time.GetTimestamp();
        var runs = new List<TimeSpan>(MostRuns);

        // The first run allocates, compiles and fills caches. It counts only where there is no time for another one.
        var first = await TimedAsync(detect, either.Token, cancellationToken).ConfigureAwait(false);
        if (first is null)
        {
            return new ThroughputTrial(_longest, 0);
        }

        // What comes after a warm-up is faster, nobody knows how much; a run that is not is stopped in time.
        var last = first.Value / 2;
        while (runs.Count < MostRuns && Room(start, last, runs.Count))
        {
            if (await TimedAsync(detect, either.Token, cancellationToken).ConfigureAwait(false) is not { } run)
            {
                break;
            }

            runs.Add(last = run);
        }

        return runs.Count == 0 ? new ThroughputTrial(first.Value, 1) : new ThroughputTrial(Median(runs), runs.Count);
    }

    private bool Room(long start, TimeSpan last, int runs)
    {
        var spent = time.GetElapsedTime(start);
        return spent + last < _longest && (spent < _enough || runs < 3);
    }

    /// <returns>Null where the time was over first.</returns>
    private async Task<TimeSpan?> TimedAsync(Func<CancellationToken, ValueTask> detect, CancellationToken either, CancellationToken caller)
    {
        var start = time.GetTimestamp();
        try
        {
            await detect(either).ConfigureAwait(false);
            return time.GetElapsedTime(start);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested && either.IsCancellationRequested)
        {
            return null;
        }
    }

    private static TimeSpan Median(List<TimeSpan> runs)
    {
        runs.Sort();
        return runs[runs.Count / 2];
    }
}
