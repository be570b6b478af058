using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>One stream: its subscriptions, and the way of its events to each of them. The key is "provider/namespace/key".</summary>
/// <remarks>Named as Orleans names its own: who may call it from outside is decided by these names.</remarks>
[Alias("standin.IPubSubRendezvousGrain")]
internal interface IPubSubRendezvousGrain : IGrainWithStringKey
{
    /// <summary>Takes an event. It is delivered later, to each consumer in order of arrival.</summary>
    Task PublishAsync(object item);

    Task RegisterConsumer(Guid subscription, GrainId consumer);

    Task UnregisterConsumer(Guid subscription);

    Task<List<Guid>> GetAllSubscriptions(GrainId consumer);
}
