using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Placement.Workers;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Camera.Grains.Workers;

[GrainType("inference"), SlotPlacement, KeepAlive, Immovable, Reentrant]
internal sealed class InferenceGrain(WorkerHub hub) : Grain, IInferenceGrain
{
    private Task<LocalWorker>? _starting;
    private bool _isDrained;

    /// <summary>The model of a worker: its id without the slot. A model may be called by its path.</summary>
    public static string ModelOf(string worker) => worker[..worker.LastIndexOf('/')];

    public async Task StartAsync(string device)
    {
        var id = this.GetPrimaryKeyString();
        try
        {
            // Off the scheduler: to load a model blocks.
            await (_starting ??= Task.Run(() => hub.StartAsync(id, device)));
        }
#pragma warning disable CA1031 // Whatever its model does as it is loaded, as to kill the process in which it is tried, it does again at once.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            DeactivateOnIdle();
#pragma warning disable MA0054 // With one inside it whose type does not travel neither would, and the registry would wait.
            throw new CameraException(exception.Message);
#pragma warning restore MA0054
        }
    }

    public async Task<WorkAnswer> DetectAsync(WorkPicture picture, CancellationToken cancellationToken)
    {
        if (_isDrained || _starting is not { IsCompletedSuccessfully: true } worker)
        {
            if (_starting is null)
            {
                // Whoever called first had it placed; it is kept for nobody.
                DeactivateOnIdle();
            }

            return WorkAnswer.Not(CallFault.Refused, $"worker '{this.GetPrimaryKeyString()}' was not started, or is about to end: only the registry of workers starts one");
        }

        return await (await worker).DetectAsync(picture, cancellationToken);
    }

    public Task PingAsync() => Task.CompletedTask;

    public Task DrainAsync()
    {
        _isDrained = true;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_starting is { } starting)
        {
            await starting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await hub.EndAsync(this.GetPrimaryKeyString(), _isDrained);
        }
    }
}
