namespace Orleans.Camera.Core.Workers;

/// <summary>Where a worker stands in its life. <see cref="WorkerLife"/> says what may follow what.</summary>
public enum WorkerState
{
    /// <summary>Its model is being loaded; it takes no pictures yet.</summary>
    Starting,

    /// <summary>Waits for pictures.</summary>
    Ready,

    /// <summary>Works on pictures, and takes more up to its limit.</summary>
    Busy,

    /// <summary>Finishes what it has and takes nothing new.</summary>
    Draining,

    /// <summary>Does not answer, or cannot load its model.</summary>
    Failed,
}
