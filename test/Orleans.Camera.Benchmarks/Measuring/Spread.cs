namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>The smallest, the middle and the largest of some figures.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    /// <exception cref="ArgumentException">There are no figures.</exception>
    public static Spread Of(IReadOnlyCollection<double> figures)
    {
        if (figures.Count == 0)
        {
            throw new ArgumentException("There are no figures.", nameof(figures));
        }

        double[] sorted = [.. figures.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }

    /// <summary>
    /// The spread of a[i] / b[i]: figures of one round are compared with each other, so that what slows the whole
    /// machine for a while slows both.
    /// </summary>
    public static Spread OfRatios(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators) =>
        Of([.. numerators.Zip(denominators, (a, b) => a / b)]);
}
