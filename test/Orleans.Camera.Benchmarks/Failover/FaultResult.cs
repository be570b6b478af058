namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What one kind of fault has done, while it is being done.</summary>
internal sealed class FaultResult(FaultOrder order)
{
    public FaultOrder Order => order;

    /// <summary>When the first fault began and the last one was over, UTC.</summary>
    public DateTime From { get; set; }

    public DateTime To { get; set; } = DateTime.MaxValue;

    /// <summary>The latest picture of each camera that was counted before it.</summary>
    public IReadOnlyDictionary<string, long> Frames { get; set; } = new Dictionary<string, long>();

    /// <summary>For each camera and fault, the seconds until the first checkpoint of the new owner, or of the same after an outage.</summary>
    public List<double> Failovers { get; } = [];

    /// <summary>The same since the first of two killed silos was back; 0 for cameras that did not need it.</summary>
    public List<double> AfterReturn { get; } = [];

    /// <summary>Owners that came back, and what must not be heard of them.</summary>
    public List<WokenOwner> Woken { get; } = [];

    /// <summary>What must not be, besides what is counted here; empty where all is well.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>
    /// How many owners a camera may have had in one fault: one more for each silo that ended while it owned it, and one more
    /// because cameras move to a silo that has just started.
    /// </summary>
    public int MostOwnersOfOne => order.Kind switch
    {
        FaultKind.Store => 1,
        FaultKind.Pair => 3,
        FaultKind.Drain => FailoverCluster.Silos + 1,
        _ => 2,
    };
}

/// <param name="Owner">As it signs what it writes.</param>
/// <param name="Cameras">That it owned.</param>
/// <param name="Round">The latest round of subscriptions that it knows of.</param>
/// <param name="At">When it was woken, UTC.</param>
internal sealed record WokenOwner(string Owner, IReadOnlyList<string> Cameras, int Round, DateTime At);
