namespace Orleans.Runtime;

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource<bool> _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Ending? _ending;
    private Dictionary<string, object>? _migration;

    /// <summary>Whether the directory has taken this activation for the grain's.</summary>
    public Task<bool> Registered => _registered.Task;

    /// <summary>Begins: directory, constructor, rehydration, lifecycle stages, then the grain's own method.</summary>
    public void Begin(Dictionary<string, object>? requestContext) => Turn(async () =>
    {
        RequestContext.Import(requestContext);
        using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
        try
        {
            var registered = await RegisterAsync().ConfigureAwait(true);
            if (!registered.Equals(Address))
            {
                await EndedAsync(null).ConfigureAwait(true);
                return;
            }

            _registered.TrySetResult(true);
            GrainInstance = Class.Create(this);
            _rehydration?.Give(_lifecycle.Participants.Concat(InstanceAs<IGrainMigrationParticipant>()));
            await _lifecycle.StartAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(true);
            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnActivateAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(true);
            }
        }
        catch (Exception exception)
        {
            Silo.Log.ActivationFailed(exception, GrainId);
            await FailedAsync(exception).ConfigureAwait(true);
            return;
        }

        lock (_lock)
        {
            _state = State.Active;
            _lastUsed = Silo.Time.GetTimestamp();
            Pump();
        }
    }).Ignore();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_ending is not null)
            {
                return;
            }

            // The calls that still run use up the time too, as they do in Orleans.
            var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
            _ending = new(deactivationReason, limit, cancellationToken.Register(limit.Cancel));
            Pump();
        }
    }

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _migration ??= requestContext ?? [];
        }

        Deactivate(new(DeactivationReasonCode.Migrating, "Migrating to another silo."), cancellationToken);
    }

    private async Task<GrainAddress> RegisterAsync()
    {
        var registered = await Silo.Directory.RegisterAsync(Address, _rehydration?.Previous).ConfigureAwait(true);

        // An entry of this silo that is not this activation is left from one that has ended.
        return !registered.Equals(Address) && Silo.Address.Equals(registered.SiloAddress)
            ? await Silo.Directory.RegisterAsync(Address, registered).ConfigureAwait(true)
            : registered;
    }

    /// <summary>No call runs any more. Called with the lock held.</summary>
    private void BeginEnd()
    {
        _state = State.Ending;
        Turn(EndAsync).Ignore();
    }

    private async Task EndAsync()
    {
        var (reason, limit, hurry) = _ending!;
        using var ends = limit;
        using var hurries = hurry;
        DisposeTimers();
        var failed = false;
        try
        {
            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnDeactivateAsync(reason, limit.Token).WaitAsync(limit.Token).ConfigureAwait(true);
            }
        }
        catch (Exception exception)
        {
            failed = true;
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        try
        {
            await _lifecycle.StopAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            failed = true;
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        if (failed || !await TryMigrateAsync().ConfigureAwait(true))
        {
            await Silo.Directory.UnregisterAsync(Address).ConfigureAwait(true);
        }

        await EndedAsync(null).ConfigureAwait(true);
    }

    private async Task FailedAsync(Exception exception)
    {
        DisposeTimers();
        try
        {
            await _lifecycle.StopAsync(CancellationToken.None).ConfigureAwait(true);
        }
        catch (Exception stopping)
        {
            Silo.Log.DeactivationFailed(stopping, GrainId);
        }

        await Silo.Directory.UnregisterAsync(Address).ConfigureAwait(true);
        await EndedAsync(exception).ConfigureAwait(true);
    }

    /// <summary>Hands the state to the silo that placement chooses. False where that is this one, or on any fault.</summary>
    private async Task<bool> TryMigrateAsync()
    {
        if (_migration is null)
        {
            return false;
        }

        try
        {
            var target = await Silo.Placement.ChooseAsync(GrainId, Class, _migration).ConfigureAwait(true);
            if (target.Equals(Silo.Address))
            {
                return false;
            }

            RequestContext.Import(_migration);
            var dehydration = new Dehydration(Silo.Codecs);
            foreach (var participant in _lifecycle.Participants.Concat(InstanceAs<IGrainMigrationParticipant>()))
            {
                participant.OnDehydrate(dehydration);
            }

            await Silo.Peers.AskAsync<object?>(target, new Migration(Address, dehydration.Values), CancellationToken.None).ConfigureAwait(true);
            return true;
        }
        catch (Exception exception)
        {
            Silo.Log.MigrationFailed(exception, GrainId);
            return false;
        }
    }

    private IEnumerable<T> InstanceAs<T>() => GrainInstance is T own ? [own] : [];

    private void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private async Task EndedAsync(Exception? refusal)
    {
        WorkItem[] left;
        Silo.Catalog.Remove(this);
        _registered.TrySetResult(false);
        try
        {
            await DisposeInstanceAsync().ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        lock (_lock)
        {
            _state = State.Ended;
            left = [.. _waiting];
            _waiting.Clear();
        }

        _deactivated.TrySetResult();
        foreach (var item in left)
        {
            if (refusal is null)
            {
                item.Reroute();
            }
            else
            {
                item.Refuse(refusal);
            }
        }
    }

    private async Task DisposeInstanceAsync()
    {
        if (GrainInstance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(true);
        }
        else
        {
            (GrainInstance as IDisposable)?.Dispose();
        }

        await _scope.DisposeAsync().ConfigureAwait(true);
    }

    /// <summary>Why the activation ends, and how long that may take.</summary>
    private sealed record Ending(DeactivationReason Reason, CancellationTokenSource Limit, CancellationTokenRegistration Hurry);
}
