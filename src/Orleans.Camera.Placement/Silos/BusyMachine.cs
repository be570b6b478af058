namespace Orleans.Camera.Placement.Silos;

/// <summary>Whether this silo's processors are so busy that work is better done in fewer, larger pieces, by its smoothed load.</summary>
/// <remarks>With hysteresis: doing so makes the processors less busy, and must not end itself.</remarks>
/// <param name="loads">Where the load is known.</param>
public sealed class BusyMachine(ISiloLoadSource loads)
{
    private const double BusyFrom = 0.5;
    private const double IdleBelow = 0.35;
    private volatile bool _isBusy;

    /// <summary>Answers at once, from any thread. Not before the load has been measured.</summary>
    public bool IsBusy()
    {
        if (loads.Current?.Cpu is { } cpu)
        {
            _isBusy = cpu >= BusyFrom || (_isBusy && cpu >= IdleBelow);
        }

        return _isBusy;
    }
}
