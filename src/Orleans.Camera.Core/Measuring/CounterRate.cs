namespace Orleans.Camera.Core.Measuring;

/// <summary>How fast a counter grows, smoothed, in units per second. Not thread safe.</summary>
/// <param name="constant">Of <see cref="Smoothed"/>.</param>
public sealed class CounterRate(TimeSpan constant)
{
    private readonly Smoothed _rate = new(constant);
    private long? _last;

    /// <summary>Null while nobody knows.</summary>
    public double? Value => _rate.Value;

    /// <param name="counter">Null where it cannot be read: what was known is forgotten, for it is no longer true.</param>
    /// <param name="span">The time since the last reading.</param>
    public void Add(long? counter, TimeSpan span)
    {
        if (counter is null)
        {
            _rate.Forget();
        }

        // A counter that went back began anew: what happened in between is unknown.
        if (counter is { } now && _last is { } last && now >= last && span > TimeSpan.Zero)
        {
            _rate.Add((now - last) / span.TotalSeconds, span);
        }

        _last = counter;
    }
}
