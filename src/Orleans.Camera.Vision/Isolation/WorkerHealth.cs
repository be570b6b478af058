namespace Orleans.Camera.Vision.Isolation;

/// <summary>Where a child process stands.</summary>
public enum WorkerProcessState
{
    /// <summary>It loads its model.</summary>
    Starting,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It died and is started again soon.</summary>
    Restarting,

    /// <summary>It died again and again; it is tried again only now and then.</summary>
    GivenUp,

    /// <summary>It was ended.</summary>
    Stopped,
}

/// <summary>What an operator wants to know of a child process.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="ProcessId">Its process number; 0 where there is none.</param>
/// <param name="Memory">What it occupies, in bytes, shared memory included, at the last look.</param>
/// <param name="MostMemory">What it may occupy, in bytes.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Answered">Pictures answered by all children together.</param>
/// <param name="InFlight">Pictures that wait for an answer.</param>
/// <param name="Start">How long the last start took, its model included.</param>
/// <param name="Trouble">Why the last child died; null where none did.</param>
public sealed record WorkerHealth(
    WorkerProcessState State,
    int ProcessId,
    long Memory,
    long MostMemory,
    int Restarts,
    long Answered,
    int InFlight,
    TimeSpan Start,
    string? Trouble)
{
    /// <summary>What processors have worked for all children together, at the last look.</summary>
    public TimeSpan CpuTime { get; init; }
}
