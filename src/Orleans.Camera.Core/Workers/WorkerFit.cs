namespace Orleans.Camera.Core.Workers;

/// <summary>Whether a worker can take a picture, and if not, why not.</summary>
public enum WorkerFit
{
    Fits,
    OtherModel,

    /// <summary>Starting, draining or failed.</summary>
    NotReady,
    Quarantined,
    LacksCapability,

    /// <summary>It had this very picture already.</summary>
    Tried,

    /// <summary>It has as many pictures in flight as it takes.</summary>
    Full,
}
