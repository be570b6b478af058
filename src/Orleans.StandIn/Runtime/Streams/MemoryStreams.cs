using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>One stream provider of one silo or client: ordinary calls of an ordinary grain for each stream.</summary>
internal sealed class MemoryStreams(string name, IClusterClient client) : IStreamProvider
{
    /// <summary>The handlers of this process outside of grains. Held here, because the engine holds observers weakly.</summary>
    private readonly StreamConsumer _outside = new();

    private readonly Lock _lock = new();
    private IStreamConsumer? _outsideReference;

    public string Name => name;

    public static void Add(IServiceCollection services, string name) =>
        services.AddKeyedSingleton<IStreamProvider>(
            name, (provider, key) => new MemoryStreams((string)key!, provider.GetRequiredService<IClusterClient>()));

    public static IStreamProvider Find(IServiceProvider services, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return services.GetKeyedService<IStreamProvider>(name) ?? throw new KeyNotFoundException($"Stream provider '{name}' not found");
    }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        new MemoryStream<T>(this, streamId, client.GetGrain<IPubSubRendezvousGrain>($"{name}/{streamId}"));

    /// <summary>Who subscribes: the grain whose turn this is, or this process.</summary>
    public (GrainId Id, StreamConsumer Handlers) Consumer()
    {
        if (RuntimeContext.Current is { } activation)
        {
            return (activation.GrainId, activation.Streams);
        }

        lock (_lock)
        {
            _outsideReference ??= client.CreateObjectReference<IStreamConsumer>(_outside);
            return (_outsideReference.GetGrainId(), _outside);
        }
    }
}

/// <summary>One stream, as producers and consumers see it.</summary>
internal sealed class MemoryStream<T>(MemoryStreams provider, StreamId id, IPubSubRendezvousGrain grain) : IAsyncStream<T>
{
    public string ProviderName => provider.Name;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => grain.PublishAsync(item!);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(Guid.NewGuid(), observer);

    public async Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var own = await grain.GetAllSubscriptions(provider.Consumer().Id).ConfigureAwait(true);
        return [.. own.Select(subscription => new Handle(this, subscription))];
    }

    private async Task<StreamSubscriptionHandle<T>> SubscribeAsync(Guid subscription, IAsyncObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var (consumer, handlers) = provider.Consumer();
        handlers.Set(subscription, (item, token) => observer.OnNextAsync((T)item, token));
        await grain.RegisterConsumer(subscription, consumer).ConfigureAwait(true);
        return new Handle(this, subscription);
    }

    private async Task UnsubscribeAsync(Guid subscription)
    {
        provider.Consumer().Handlers.Remove(subscription);
        await grain.UnregisterConsumer(subscription).ConfigureAwait(true);
    }

    private sealed class Handle(MemoryStream<T> stream, Guid id) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => stream.StreamId;

        public override string ProviderName => stream.ProviderName;

        public override Guid HandleId => id;

        public override Task UnsubscribeAsync() => stream.UnsubscribeAsync(id);

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
            token is null
                ? stream.SubscribeAsync(id, observer)
                : throw new NotSupportedException("A memory stream keeps nothing: it cannot be resumed at an earlier event.");
    }
}
