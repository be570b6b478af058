namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <param name="Kills">Silos of workers that are killed with -9, and started again.</param>
/// <param name="Freezes">Silos of workers that are stopped, and go on after a while.</param>
/// <param name="Seed">Of the moments and of the victims.</param>
internal sealed record WorkersOptions(int Kills, int Freezes, int Seed)
{
    private static readonly TimeSpan TimeForOne = TimeSpan.FromSeconds(30);

    public int Faults => Kills + Freezes;

    /// <summary>How long all of it may take in footage: longer than it does, as a rule.</summary>
    public TimeSpan Footage => TimeSpan.FromSeconds(60) + (Faults * TimeForOne);
}
