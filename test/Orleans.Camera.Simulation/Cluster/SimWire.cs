using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>The transport of one silo.</summary>
internal sealed class SimWire(World world, Network network, Node node) : ITransport, IAsyncDisposable
{
    private readonly List<(SiloAddress Target, TaskCompletionSource<ReadOnlyMemory<byte>> Reply)> _waiting = [];
    private readonly Dictionary<SiloAddress, TimeSpan> _heard = [];
    private SiloAddress? _self;
    private Answer? _answer;

    public async Task<ReadOnlyMemory<byte>> RequestAsync(SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        if (!network.Wires.TryGetValue(target, out var other))
        {
            throw new SiloUnavailableException($"The silo {target} is not there.");
        }

        var reply = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        var waiting = (target, reply);
        var stop = new CancellationTokenSource();
        _waiting.Add(waiting);
        network.Send(node.Name, other.Name, other.Place, () => other.Receive(this, request, reply, stop.Token));
        try
        {
            return await reply.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            network.Send(node.Name, other.Name, other.Place, stop.Cancel);
            throw;
        }
        finally
        {
            _waiting.Remove(waiting);
        }
    }

    public Task<IAsyncDisposable> ListenAsync(SiloAddress address, Answer answer)
    {
        (_self, _answer) = (address, answer);
        network.Wires[address] = this;
        return Task.FromResult<IAsyncDisposable>(this);
    }

    /// <summary>What waits for an answer of that silo waits in vain.</summary>
    public void Drop(SiloAddress silo)
    {
        _heard.Remove(silo);
        foreach (var (_, reply) in _waiting.Where(waiting => waiting.Target.Equals(silo)).ToArray())
        {
            reply.TrySetException(new SiloUnavailableException($"The silo {silo} went away."));
        }
    }

    public TimeSpan? Silence(SiloAddress silo) => _heard.TryGetValue(silo, out var at) ? world.Now - at : null;

    /// <summary>The process is gone: the others hear of it at once, where the cable is not cut.</summary>
    public void Die()
    {
        if (_self is null || !network.Wires.Remove(_self))
        {
            return;
        }

        foreach (var other in network.Wires.Values)
        {
            network.Send(node.Name, other.Name, other.Place, () => other.Drop(_self));
        }
    }

    public ValueTask DisposeAsync()
    {
        Die();
        return ValueTask.CompletedTask;
    }

    private string Name => node.Name;

    private Node Place => node;

    private void Receive(SimWire from, ReadOnlyMemory<byte> request, TaskCompletionSource<ReadOnlyMemory<byte>> reply, CancellationToken stop) =>
        _ = _answer!(request, stop).ContinueWith(
            answered => network.Send(Name, from.Name, from.Place, () =>
            {
                from._heard[_self!] = world.Now;
                reply.TrySetResult(answered.Result);
            }),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
