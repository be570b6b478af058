namespace Orleans.Camera.Grains.Workers;

/// <summary>How pictures go to workers.</summary>
public sealed record WorkerOptions
{
    /// <summary>One of <see cref="Core.Dispatch.DispatchPolicies.Names"/>.</summary>
    public string Policy { get; init; } = Core.Dispatch.DispatchPolicies.Default;

    /// <summary>Within this time a live picture is answered or skipped, 0.05 s to 30 s; four times what its model takes where that is more.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What the silo has to run models: <c>cpu</c>, <c>gpu0</c>.</summary>
    public IReadOnlyList<string> Devices { get; init; } = ["cpu"];

    /// <summary>What each of these has besides, by names that manifests require.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Workers that each of these carries at most, of all models, 1 to 64.</summary>
    public int MostSlots { get; init; } = 8;

    /// <summary>Workers of one model at most; null for one on each device that can. That of the registry's silo holds.</summary>
    public int? MostPerModel { get; init; }

    /// <summary>Pictures that a worker looks at at once, each on one processor, 1 to 64.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Bytes of pictures that are on their way from a silo to one other at most.</summary>
    public long BytesInFlight { get; init; } = 4 << 20;

    /// <summary>Pictures that may wait for their turn to leave for it.</summary>
    public int MostWaiting { get; init; } = 64;
}
