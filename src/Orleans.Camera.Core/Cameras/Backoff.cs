namespace Orleans.Camera.Core.Cameras;

/// <summary>Pauses that double, each cut by a random part of up to a half, so that many who wait do not come back together.</summary>
/// <param name="first">The first pause before it is cut; above zero.</param>
/// <param name="longest">The longest one.</param>
/// <param name="random">Of the owner; not shared between threads.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private TimeSpan _next;

    public TimeSpan Next()
    {
        _next = _next > first ? _next : first;
        var pause = _next * (1 - (random.NextDouble() / 2));
        _next = _next * 2 < longest ? _next * 2 : longest;
        return pause;
    }

    /// <summary>It went well: the next pause is the first again.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
