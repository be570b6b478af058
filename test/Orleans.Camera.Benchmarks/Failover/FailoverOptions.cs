namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What is done to the cluster.</summary>
internal enum FaultKind
{
    /// <summary>A silo is killed with -9.</summary>
    Kill = 0,

    /// <summary>A silo is stopped for 15 s, and goes on then.</summary>
    Freeze = 1,

    /// <summary>Every silo in turn is ended in good order and started again.</summary>
    Drain = 2,

    /// <summary>The database is away for 30 s: refused, and the next time frozen.</summary>
    Store = 3,

    /// <summary>The same, and a silo is killed meanwhile.</summary>
    StoreKill = 4,

    /// <summary>Two silos of three are killed within 1 s.</summary>
    Pair = 5,
}

/// <param name="Fault">What is done.</param>
/// <param name="Count">How often, 1..1,000.</param>
/// <param name="Seed">Of the moments and of the victims.</param>
/// <param name="Cameras">How many, 1..64.</param>
/// <param name="Json">Whether the last line of output is one JSON object, and nothing else is written there.</param>
internal sealed record FailoverOptions(FaultKind Fault, int Count, int Seed, int Cameras, bool Json);
