using System.Collections.Concurrent;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>What the grain of a stream calls to deliver an event, at a grain as well as at a client.</summary>
[Alias("standin.IStreamConsumer")]
internal interface IStreamConsumer : IGrainObserver
{
    Task DeliverAsync(Guid subscription, object item, long sequence);
}

/// <summary>The handlers of one activation, or of one process. An event for none of them is dropped.</summary>
internal sealed class StreamConsumer : IStreamConsumer
{
    private readonly ConcurrentDictionary<Guid, Func<object, StreamSequenceToken, Task>> _handlers = new();

    public void Set(Guid subscription, Func<object, StreamSequenceToken, Task> handler) => _handlers[subscription] = handler;

    public void Remove(Guid subscription) => _handlers.TryRemove(subscription, out _);

    public Task DeliverAsync(Guid subscription, object item, long sequence) =>
        _handlers.GetValueOrDefault(subscription)?.Invoke(item, new SequenceToken(sequence)) ?? Task.CompletedTask;
}

[GenerateSerializer, Immutable]
internal sealed class SequenceToken(long sequence) : StreamSequenceToken
{
    [Id(0)]
    public override long SequenceNumber { get; protected set; } = sequence;

    [Id(1)]
    public override int EventIndex { get; protected set; }
}

/// <summary>An observer made of a function.</summary>
internal sealed class FunctionObserver<T>(Func<T, StreamSequenceToken?, Task> next) : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => next(item, token);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
