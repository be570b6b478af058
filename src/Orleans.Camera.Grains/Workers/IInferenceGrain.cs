namespace Orleans.Camera.Grains.Workers;

/// <summary>
/// A worker: one model on one silo, for the pictures of every camera. Key: <c>model/slot</c>. Only the registry starts and
/// drains one. Between grains of this assembly; not for others.
/// </summary>
[Alias("camera.IInferenceGrain")]
public interface IInferenceGrain : IGrainWithStringKey
{
    /// <summary>Loads the model. Harmless where it is loaded.</summary>
    /// <param name="device">What shall run it: <c>cpu</c>, <c>gpu0</c>.</param>
    /// <exception cref="Abstractions.CameraException">It cannot be loaded.</exception>
    [Alias("Start")]
    Task StartAsync(string device);

    /// <summary>Looks at a picture. Fails at once where the worker was not started, and loads nothing.</summary>
    [Alias("Detect")]
    Task<WorkAnswer> DetectAsync(WorkPicture picture, CancellationToken cancellationToken);

    /// <summary>Answers nothing, at once: so whoever asks knows that the way to the worker is free.</summary>
    [Alias("Ping")]
    Task PingAsync();

    /// <summary>Takes no more pictures, answers those that it has, and ends.</summary>
    [Alias("Drain")]
    Task DrainAsync();
}

/// <summary>What silos tell the registry of workers, and hear from it. The registry itself. Between silos; not for others.</summary>
[Alias("camera.IWorkerSyncGrain")]
public interface IWorkerSyncGrain : IGrainWithIntegerKey
{
    /// <summary>Takes what a silo says, and answers with what it must know.</summary>
    [Alias("Sync")]
    Task<WorkerBoard> SyncAsync(SiloOffer offer);
}
