using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Runtime;

[GrainType("standin.pubsub")]
internal sealed class PubSubGrain(IGrainFactory grains, TimeProvider time, ILogger<PubSubGrain> log) : Grain, IPubSubRendezvousGrain
{
    /// <summary>Events that wait for one consumer; the oldest go when there are more.</summary>
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly GrainState<PubSubState> _state = new();
    private readonly Dictionary<Guid, Queue<(object Item, long Sequence)>> _waiting = [];
    private IGrainStorage _store = null!;
    private long _sequence;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _store = ServiceProvider.GetKeyedService<IGrainStorage>(key[..key.IndexOf('/', StringComparison.Ordinal)]) ??
            ServiceProvider.GetRequiredKeyedService<IGrainStorage>("PubSubStore");
        _sequence = time.GetUtcNow().UtcTicks;
        await _store.ReadStateAsync("PubSub", this.GetGrainId(), _state).ConfigureAwait(true);
        _state.State ??= new();
    }

    public Task PublishAsync(object item)
    {
        _sequence++;
        foreach (var (subscription, consumer) in _state.State!.Consumers)
        {
            if (!_waiting.TryGetValue(subscription, out var waiting))
            {
                _waiting[subscription] = waiting = new([(item, _sequence)]);
                DeliverAllAsync(subscription, GrainId.Parse(consumer), waiting).Ignore();
                continue;
            }

            waiting.Enqueue((item, _sequence));
            if (waiting.Count > MaxWaiting)
            {
                waiting.Dequeue();
            }
        }

        return Task.CompletedTask;
    }

    public async Task RegisterConsumer(Guid subscription, GrainId consumer)
    {
        if (_state.State!.Consumers.TryAdd(subscription, consumer.ToString()))
        {
            await SaveAsync().ConfigureAwait(true);
        }
    }

    public async Task UnregisterConsumer(Guid subscription)
    {
        if (_state.State!.Consumers.Remove(subscription))
        {
            await SaveAsync().ConfigureAwait(true);
        }
    }

    public Task<List<Guid>> GetAllSubscriptions(GrainId consumer)
    {
        var name = consumer.ToString();
        return Task.FromResult(_state.State!.Consumers.Where(entry => entry.Value == name).Select(entry => entry.Key).ToList());
    }

    private async Task SaveAsync()
    {
        try
        {
            await _store.WriteStateAsync("PubSub", this.GetGrainId(), _state).ConfigureAwait(true);
        }
        catch (Exception)
        {
            // What is in memory is not what is stored: the next activation reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task DeliverAllAsync(Guid subscription, GrainId consumer, Queue<(object Item, long Sequence)> waiting)
    {
        var target = grains.GetGrain<IStreamConsumer>(consumer);
        while (waiting.TryDequeue(out var next))
        {
            if (!await ReachesAsync(target, subscription, next.Item, next.Sequence).ConfigureAwait(true) &&
                ObserverRegistry.IsObserver(consumer))
            {
                // A client that was away for so long does not come back under this name.
                waiting.Clear();
                UnregisterConsumer(subscription).Ignore();
            }
        }

        _waiting.Remove(subscription);
    }

    /// <summary>Tries for a while where the consumer is away: its silo may have died, or its client's gateway.</summary>
    /// <returns>Whether there was a consumer, pleased or not.</returns>
    private async Task<bool> ReachesAsync(IStreamConsumer target, Guid subscription, object item, long sequence)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await target.DeliverAsync(subscription, item, sequence).ConfigureAwait(true);
                return true;
            }
            catch (Exception exception)
            {
                var isAway = exception is OrleansMessageRejectionException or ClientNotAvailableException;
                if (!isAway || time.GetElapsedTime(began) > Patience)
                {
                    log.StreamDeliveryFailed(exception, this.GetGrainId(), target.GetGrainId());
                    return !isAway;
                }
            }

            await Task.Delay(Pause, time).ConfigureAwait(true);
        }
    }
}

/// <summary>What is stored of a stream: its subscriptions, and the id of each one's grain or client.</summary>
[GenerateSerializer, Alias("standin.PubSubState")]
internal sealed class PubSubState
{
    [Id(0)]
    public Dictionary<Guid, string> Consumers { get; set; } = [];
}
