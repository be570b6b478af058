using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain: what waits for it, what runs, its timers and its end. Everything of the grain runs in
/// turns of <see cref="TurnScheduler"/>; the fields here are guarded by a lock that is never held while grain code runs.
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    private readonly Lock _lock = new();
    private readonly List<WorkItem> _waiting = [];
    private readonly List<WorkItem> _running = [];
    private readonly HashSet<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TurnScheduler _scheduler;
    private readonly AsyncServiceScope _scope;
    private readonly LifecycleStages _lifecycle = new();
    private readonly Rehydration? _rehydration;
    private State _state = State.Beginning;
    private WorkItem? _blocking;
    private long _lastUsed;
    private long _keptUntil;

    public Activation(Silo silo, GrainClass grainClass, GrainId id, Rehydration? rehydration)
    {
        Silo = silo;
        Class = grainClass;
        _rehydration = rehydration;
        Address = new() { GrainId = id, ActivationId = ActivationId.NewId(), SiloAddress = silo.Address };
        _scheduler = new(this, silo.Queue);
        _scope = silo.Services.CreateAsyncScope();
        _lastUsed = silo.Time.GetTimestamp();
    }

    private enum State
    {
        Beginning,
        Active,
        Ending,
        Ended,
    }

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainAddress Address { get; }

    public GrainId GrainId => Address.GrainId;

    public ActivationId ActivationId => Address.ActivationId;

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public IGrainLifecycle ObservableLifecycle => _lifecycle;

    public Task Deactivated => _deactivated.Task;

    /// <summary>What this activation does with the events of streams. Used in its turns.</summary>
    public StreamConsumer Streams => field ??= new();

    public static Activation Of(IGrainContext context) => (Activation)context;

    /// <summary>The activation, which must have the turn.</summary>
    /// <exception cref="InvalidOperationException">The code that runs has left the grain's turns.</exception>
    public static Activation Current(IGrainContext context)
    {
        EnsureTurn();
        return (Activation)context;
    }

    public static void EnsureTurn()
    {
        if (RuntimeContext.Current is not { } current)
        {
            throw new InvalidOperationException(
                "This was called outside the grain's turns: after ConfigureAwait(false), or in Task.Run.");
        }

        if (current._state == State.Ended)
        {
            throw new InvalidOperationException($"The activation {current} has ended.");
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => ActivationId.GetHashCode();

    public override string ToString() => Address.ToString();

    /// <summary>Runs a body in turns of this activation. Nothing of the starter's flow goes along.</summary>
    public Task Turn(Func<Task> body)
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();
    }

    /// <summary>Takes a call or a tick, whatever the state.</summary>
    public void Receive(WorkItem item)
    {
        lock (_lock)
        {
            if (_state != State.Ended)
            {
                _waiting.Add(item);
                Pump();
                return;
            }
        }

        item.Reroute();
    }

    public void DelayDeactivation(TimeSpan time)
    {
        var until = time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue
            ? long.MaxValue
            : Silo.Time.GetTimestamp() + (long)(time.TotalSeconds * Silo.Time.TimestampFrequency);
        lock (_lock)
        {
            _keptUntil = until;
        }
    }

    /// <summary>Ends the activation if nothing has used it for that long.</summary>
    public void CollectIfIdle(TimeSpan age)
    {
        lock (_lock)
        {
            var now = Silo.Time.GetTimestamp();
            if (Class.KeepAlive || _state != State.Active || _running.Count + _waiting.Count > 0 || now < _keptUntil ||
                Silo.Time.GetElapsedTime(_lastUsed, now) < age)
            {
                return;
            }
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for {age}."));
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>Starts what may run now. Called with the lock held.</summary>
    private void Pump()
    {
        if (_state != State.Active)
        {
            return;
        }

        if (_ending is not null)
        {
            if (_running.Count == 0)
            {
                BeginEnd();
            }

            return;
        }

        for (var i = 0; i < _waiting.Count;)
        {
            var item = _waiting[i];
            if (!MayRun(item))
            {
                i++;
                continue;
            }

            _waiting.RemoveAt(i);
            _running.Add(item);
            _blocking ??= item.Interleaves ? null : item;
            Turn(() => RunAsync(item)).Ignore();
        }
    }

    /// <summary>
    /// Only one call blocks, the first that does not interleave. A reader that came beside it blocks nobody when that
    /// one has ended, so a writer may begin beside it: Orleans does the same.
    /// </summary>
    private bool MayRun(WorkItem item) =>
        Class.IsReentrant || item.Interleaves || _blocking is null || (_blocking.IsReadOnly && item.IsReadOnly);

    private async Task RunAsync(WorkItem item)
    {
        try
        {
            await item.RunAsync(this).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            Silo.Log.CallbackFailed(exception, GrainId);
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(item);
                _blocking = ReferenceEquals(_blocking, item) ? null : _blocking;
                _lastUsed = item.IsActivity ? Silo.Time.GetTimestamp() : _lastUsed;
                Pump();
            }
        }
    }
}
