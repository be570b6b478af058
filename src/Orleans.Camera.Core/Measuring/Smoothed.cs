namespace Orleans.Camera.Core.Measuring;

/// <summary>
/// An exponential average in which a value weighs by the time that it stands for, so that it comes to the same whether it is
/// told every second or now and then (A. Eckner, "Algorithms for Unevenly Spaced Time Series: Moving Averages and Other
/// Rolling Operators", 2012). Not thread safe.
/// </summary>
/// <param name="constant">After so long a step is followed to 63 %.</param>
public sealed class Smoothed(TimeSpan constant)
{
    /// <summary>Null before the first value.</summary>
    public double? Value { get; private set; }

    /// <param name="value">The mean over <paramref name="span"/>; what is not finite is ignored.</param>
    /// <param name="span">The time since the last value; nothing happens where none has passed.</param>
    public void Add(double value, TimeSpan span)
    {
        if (double.IsFinite(value) && span > TimeSpan.Zero)
        {
            Value = Value is { } old ? value + ((old - value) * Math.Exp(-span / constant)) : value;
        }
    }

    /// <summary>Begins anew, with the next value.</summary>
    public void Forget() => Value = null;
}
