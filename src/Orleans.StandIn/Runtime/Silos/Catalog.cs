using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The activations of one silo.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private volatile bool _closed;

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

    /// <summary>Begins an activation with what another one left.</summary>
    public void Take(GrainId id, Rehydration rehydration) => GetOrBegin(id, null, rehydration);

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
        _closed = true;
        var all = _activations.Values.ToArray();
        foreach (var activation in all)
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "This silo is shutting down."), cancellation);
        }

        await Task.WhenAll(all.Select(activation => activation.Deactivated)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    private Activation? GetOrBegin(GrainId id, Dictionary<string, object>? context, Rehydration? rehydration)
    {
        if (_activations.TryGetValue(id, out var known) || _closed)
        {
            return known;
        }

        var made = new Activation(silo, silo.Classes.Of(id.Type), id, rehydration);
        var kept = _activations.GetOrAdd(id, made);
        if (ReferenceEquals(kept, made))
        {
            made.Begin(context);
        }

        return kept;
    }
}
