using System.Text.Json;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What is done to the cluster.</summary>
internal enum FaultKind
{
    /// <summary>A silo is killed with -9.</summary>
    Kill = 0,

    /// <summary>A silo is stopped for 15 s, and goes on then.</summary>
    Freeze = 1,

    /// <summary>Two silos of three are killed within 1 s.</summary>
    Pair = 2,

    /// <summary>Every silo in turn is ended in good order and started again.</summary>
    Drain = 3,

    /// <summary>The database is away for 30 s: refused, and the next time frozen.</summary>
    Store = 4,

    /// <summary>The same, and a silo is killed meanwhile.</summary>
    StoreKill = 5,

    /// <summary>For 15 s nothing passes between a silo and the others, and the next time between a silo and the database.</summary>
    Cut = 6,
}

/// <param name="Kind">What is done.</param>
/// <param name="Count">How often, 1..1,000.</param>
internal sealed record FaultOrder(FaultKind Kind, int Count)
{
    /// <summary>As the command line and the reports have it.</summary>
    public string Name => NameOf(Kind);

    public static string NameOf(FaultKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}

/// <param name="Faults">What is done to one cluster, one after the other.</param>
/// <param name="Seed">Of the moments and of the victims.</param>
/// <param name="Cameras">How many, 1..64.</param>
/// <param name="Outage">How long a silo is frozen or cut off, and a store away; null for 15 s and 30 s.</param>
internal sealed record FailoverOptions(IReadOnlyList<FaultOrder> Faults, int Seed, int Cameras, TimeSpan? Outage)
{
    private static readonly TimeSpan Restarts = TimeSpan.FromSeconds(14);

    /// <summary>How long a silo is frozen or cut off.</summary>
    public TimeSpan SiloAway => Outage ?? TimeSpan.FromSeconds(15);

    public TimeSpan StoreAway => Outage ?? TimeSpan.FromSeconds(30);

    public bool HasCuts => Faults.Any(fault => fault.Kind == FaultKind.Cut);

    /// <summary>How long all of it may take in footage, for the length of the clips: longer than it does, as a rule.</summary>
    public TimeSpan Footage => TimeSpan.FromSeconds(30) + Faults.Aggregate(TimeSpan.Zero, (sum, fault) => sum + (fault.Count * TimeFor(fault.Kind)));

    private TimeSpan TimeFor(FaultKind fault) => fault switch
    {
        FaultKind.Kill => Restarts,
        FaultKind.Pair => 2 * Restarts,
        FaultKind.Drain => 3 * Restarts,
        FaultKind.Freeze or FaultKind.Cut => SiloAway + Restarts,
        _ => StoreAway + Restarts,
    };
}
