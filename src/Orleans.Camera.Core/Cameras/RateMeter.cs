namespace Orleans.Camera.Core.Cameras;

/// <summary>Turns counts that grow into rates over the last five to ten seconds.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly List<(long At, RunRates Counts)> _samples = [];

    /// <param name="counts">Since the beginning.</param>
    public RunRates Sample(RunRates counts)
    {
        var now = time.GetTimestamp();
        if (_samples.Count == 0 || time.GetElapsedTime(_samples[^1].At, now) >= Window)
        {
            _samples.Add((now, counts));
            if (_samples.Count > 2)
            {
                _samples.RemoveAt(0);
            }
        }

        var (at, before) = _samples[0];
        var elapsed = time.GetElapsedTime(at, now);
        if (elapsed < Shortest)
        {
            return default;
        }

        var seconds = elapsed.TotalSeconds;
        return new RunRates(
            (counts.Arrived - before.Arrived) / seconds,
            (counts.Processed - before.Processed) / seconds,
            (counts.Detected - before.Detected) / seconds,
            (counts.Skipped - before.Skipped) / seconds);
    }
}
