namespace Orleans.Camera.Vision.Sources;

/// <summary>
/// Lets pictures of a live camera wait for the next ones, so that its decoder wakes once for several: the same as network cards
/// do with their interrupts (interrupt coalescing). The second picture finds its predecessor still in the processor's caches.
/// </summary>
/// <remarks>Only for RTSP over TCP, whose pictures carry their own time: when they are decoded then changes nothing in them.</remarks>
/// <param name="Longest">No picture waits longer; above 0, at most 1 s. A camera whose pictures are further apart never waits.</param>
/// <param name="IsWanted">Asked before each wait, from any thread: whether the machine is so busy that time is worth more than latency.</param>
public sealed record Coalescing(TimeSpan Longest, Func<bool> IsWanted)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Longest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Longest, Most);
    }
}
