using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// A stored state. Operations run one after another; a write that waits takes all later ones in, until something
/// else is asked for. It travels with a migrating grain, so that nothing is read again.
/// </summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver, IGrainMigrationParticipant
{
    private readonly Activation _activation;
    private readonly string _name;
    private readonly IGrainStorage _store;
    private GrainState<TState> _state = new() { State = Fresh() };
    private Operation? _last;
    private bool _loaded;

    public PersistentState(Activation activation, string name, IGrainStorage store)
    {
        _activation = activation;
        _name = name;
        _store = store;
        activation.ObservableLifecycle.Subscribe(name, GrainLifecycleStage.SetupState, this);
        activation.ObservableLifecycle.AddMigrationParticipant(this);
    }

    public TState State
    {
        get
        {
            Activation.EnsureTurn();
            return _state.State!;
        }

        set
        {
            Activation.EnsureTurn();
            _state.State = value;
        }
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _loaded ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public Task ReadStateAsync() => Enqueue("read", _store.ReadStateAsync);

    public Task WriteStateAsync() => Enqueue("write", _store.WriteStateAsync);

    public Task ClearStateAsync() => Enqueue("clear", _store.ClearStateAsync);

    public Task OnStart(CancellationToken cancellationToken = default) => _loaded ? Task.CompletedTask : ReadStateAsync();

    public Task OnStop(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_loaded && !dehydrationContext.TryAddValue($"state.{_name}", _state))
        {
            throw new Orleans.Serialization.SerializerException($"{typeof(TState)} may not travel, so the grain cannot migrate with its state.");
        }
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<GrainState<TState>>($"state.{_name}", out var state))
        {
            (_state, _loaded) = (state, true);
        }
    }

    private static TState Fresh() => typeof(TState).IsValueType || typeof(TState).GetConstructor([]) is not null
        ? Activator.CreateInstance<TState>()
        : default!;

    private Task Enqueue(string kind, Func<string, GrainId, IGrainState<TState>, Task> operation)
    {
        Activation.EnsureTurn();
        if (_last is { Started: false } waiting && waiting.Kind == kind && kind != "read")
        {
            return waiting.Task;
        }

        var next = new Operation(kind);
        next.Task = RunAsync(next, _last?.Task, operation);
        _last = next;
        return next.Task;
    }

    private async Task RunAsync(Operation own, Task? before, Func<string, GrainId, IGrainState<TState>, Task> operation)
    {
        // The operation begins in a later turn, so that the writes of this one become a single write.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (before is not null)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        own.Started = true;
        try
        {
            await operation(_name, _activation.GrainId, _state).ConfigureAwait(true);
            _loaded = true;
        }
        catch (Exception exception) when (exception is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException(
                $"Error from storage provider {_store.GetType().Name}.{_name} during {own.Kind} for grain {_activation.GrainId}: " +
                $"{exception.Message}",
                exception);
        }
    }

    private sealed class Operation(string kind)
    {
        public string Kind => kind;

        public bool Started { get; set; }

        public Task Task { get; set; } = null!;
    }
}
