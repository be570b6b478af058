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
}
