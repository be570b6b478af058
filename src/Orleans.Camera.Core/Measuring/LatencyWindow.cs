namespace Orleans.Camera.Core.Measuring;

/// <summary>
/// Percentiles of the last time span in bounded memory: counts in logarithmic buckets, as an HDR histogram has them, each about 2 %
/// wide (32 to a doubling, from 0.1 ms to 2 minutes), in six parts of the window that are dropped one after the other. A
/// percentile is the upper edge of its bucket, so it is never told too small and at most 2.2 % too large. Not thread safe.
/// </summary>
/// <param name="window">How far it looks back.</param>
public sealed class LatencyWindow(TimeProvider time, TimeSpan window)
{
    private const int Parts = 6;
    private const int BucketsPerDoubling = 32;
    private const double LeastMilliseconds = 0.1;
    private const int Buckets = 21 * BucketsPerDoubling;

    private readonly long _start = time.GetTimestamp();
    private readonly int[][] _counts = [.. Enumerable.Range(0, Parts).Select(_ => new int[Buckets])];
    private readonly long[] _partOf = [.. Enumerable.Repeat(-1L, Parts)];

    public void Add(TimeSpan latency)
    {
        var part = Now();
        var slot = (int)(part % Parts);
        if (_partOf[slot] != part)
        {
            Array.Clear(_counts[slot]);
            _partOf[slot] = part;
        }

        _counts[slot][BucketOf(latency)]++;
    }

    /// <summary>How many are in the window.</summary>
    public int Count => Recent().Sum(counts => counts.Sum());

    /// <param name="share">Above 0, at most 1: 0.95 for the 95th percentile.</param>
    /// <returns>Zero where nothing is in the window.</returns>
    public TimeSpan Percentile(double share)
    {
        var recent = Recent().ToArray();
        var wanted = (long)Math.Ceiling(share * recent.Sum(counts => counts.Sum()));
        for (var bucket = 0; bucket < Buckets && wanted > 0; bucket++)
        {
            wanted -= recent.Sum(counts => counts[bucket]);
            if (wanted <= 0)
            {
                return TimeSpan.FromMilliseconds(LeastMilliseconds * Math.Pow(2, (double)bucket / BucketsPerDoubling));
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(TimeSpan latency) => latency.TotalMilliseconds <= LeastMilliseconds
        ? 0
        : Math.Min(Buckets - 1, (int)Math.Ceiling(BucketsPerDoubling * Math.Log2(latency.TotalMilliseconds / LeastMilliseconds)));

    private IEnumerable<int[]> Recent()
    {
        var now = Now();
        return _counts.Where((_, slot) => _partOf[slot] >= 0 && now - _partOf[slot] < Parts);
    }

    private long Now() => (long)(time.GetElapsedTime(_start) / window * Parts);
}
