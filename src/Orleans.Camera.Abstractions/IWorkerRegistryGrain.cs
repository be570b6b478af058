using Orleans.Concurrency;

namespace Orleans.Camera.Abstractions;

/// <summary>
/// Knows every worker: one model on one device of one silo. Key: 0. What it knows the silos tell it every second, so that it knows
/// the same again seconds after its own silo has died.
/// </summary>
[Alias("camera.IWorkerRegistryGrain")]
public interface IWorkerRegistryGrain : IGrainWithIntegerKey
{
    /// <summary>The workers, the silos and what is wrong with either.</summary>
    [Alias("GetPool"), RequiresRole(CallerRole.Viewer)]
    Task<WorkerPool> GetPoolAsync();

    /// <summary>Sends every later alert of silos, workers and models to an observer. Call it again within a minute, or it ends.</summary>
    /// <returns>What is raised.</returns>
    [Alias("Subscribe"), RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<AlertRecord>> SubscribeAsync(IAlertObserver observer);

    [Alias("Unsubscribe"), RequiresRole(CallerRole.Viewer)]
    Task UnsubscribeAsync(IAlertObserver observer);

    /// <summary>Why a worker runs where it runs, or why a model runs nowhere; several lines.</summary>
    /// <param name="workerOrModel">A worker like <c>yolox-nano/1</c>, or a model.</param>
    /// <exception cref="CameraException">There is neither; the message names the nearest one.</exception>
    [Alias("Explain"), RequiresRole(CallerRole.Viewer)]
    Task<string> ExplainAsync(string workerOrModel);
}

/// <summary>Told of what is wrong with silos, workers and models.</summary>
[Alias("camera.IAlertObserver")]
public interface IAlertObserver : IGrainObserver
{
    /// <summary>Something that an operator should know begins or is over.</summary>
    [Alias("OnAlert"), OneWay]
    Task OnAlertAsync(AlertRecord alert);
}
