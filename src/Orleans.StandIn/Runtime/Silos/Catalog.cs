using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The activations of one silo.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly Lock _beginning = new();
    private bool _closed;

    public GrainAddress? Find(GrainId id) => _activations.GetValueOrDefault(id)?.Address;

    /// <summary>Null where the grain is not active here.</summary>
    public Activation? ActivationOf(GrainId id) => _activations.GetValueOrDefault(id);

    /// <summary>Gives the call to the activation of its grain, which begins if it must.</summary>
    public Task<object?> CallAsync(Call call)
    {
        var pending = new PendingCall(call);
        if (GetOrBegin(call.Target, call.Context, null) is { } activation)
        {
            activation.Receive(pending);
        }
        else
        {
            pending.Reroute();
        }

        return pending.Result;
    }

    /// <summary>
    /// Begins an activation with what another one left. That one waits until the directory knows the new one: otherwise
    /// a call could begin a third.
    /// </summary>
    /// <exception cref="OrleansMessageRejectionException">This silo cannot take it: the grain stays where it was.</exception>
    public async Task TakeAsync(GrainId id, Rehydration rehydration)
    {
        if (_activations.ContainsKey(id) || GetOrBegin(id, null, rehydration) is not { } activation ||
            !await activation.Registered.ConfigureAwait(false))
        {
            throw new OrleansMessageRejectionException($"{silo.Address} cannot take {id}.");
        }
    }

    public void Remove(Activation activation) => _activations.TryRemove(new(activation.GrainId, activation));

    public void CollectIdle(TimeSpan age)
    {
        foreach (var activation in _activations.Values)
        {
            activation.CollectIfIdle(age);
        }
    }

    /// <summary>Begins nothing more and ends everything.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        Activation[] all;
        lock (_beginning)
        {
            _closed = true;
            all = [.. _activations.Values];
        }

        foreach (var activation in all)
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "This silo is shutting down."), cancellation);
        }

        await Task.WhenAll(all.Select(activation => activation.Deactivated)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    private Activation? GetOrBegin(GrainId id, Dictionary<string, object>? context, Rehydration? rehydration)
    {
        if (_activations.TryGetValue(id, out var known))
        {
            return known;
        }

        var grainClass = silo.Classes.Of(id.Type);
        lock (_beginning)
        {
            if (_activations.TryGetValue(id, out known) || _closed)
            {
                return known;
            }

            _activations[id] = known = new Activation(silo, grainClass, id, rehydration);
            known.Begin(context);
            return known;
        }
    }
}
