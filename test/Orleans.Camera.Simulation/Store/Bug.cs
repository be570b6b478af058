namespace Orleans.Camera.Simulation.Store;

/// <summary>A fault that is planted, to see that the simulator finds it.</summary>
internal enum Bug
{
    None = 0,

    /// <summary>The store writes whatever tag is there.</summary>
    NoTagCheck = 1,

    /// <summary>A write counts as stored when it was sent.</summary>
    AnnounceBeforeCommit = 2,

    /// <summary>The gate's background is stored once and never again.</summary>
    UnsavedBackground = 3,

    /// <summary>A write that succeeds takes what came meanwhile with it.</summary>
    ClearedTooMuch = 4,

    /// <summary>Conflicts are passed over.</summary>
    ConflictDoNothing = 5,

    /// <summary>A worker's answer that came after a second is taken for that of the next picture, and so are all after it.</summary>
    LateAnswerForTheNext = 6,
}
