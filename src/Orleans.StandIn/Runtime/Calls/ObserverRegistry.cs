using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The objects of this process that grains may call. Held weakly; calls of one object run one after another.</summary>
internal sealed class ObserverRegistry(Silo silo)
{
    private static readonly GrainType Type = GrainType.Create("sys.observer");
    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();

    public static bool IsObserver(GrainId id) => id.Type == Type;

    /// <summary>The silo that holds the object: its address is in the key.</summary>
    public static SiloAddress HomeOf(GrainId id)
    {
        var key = id.Key.ToString();
        return SiloAddress.FromParsableString(key[..key.IndexOf('+', StringComparison.Ordinal)]);
    }

    public GrainId Add(IGrainObserver observer)
    {
        var id = GrainId.Create(Type, $"{silo.Address.ToParsableString()}+{Guid.NewGuid():N}");
        _observers[id] = new(observer);
        return id;
    }

    public bool Remove(GrainId id) => _observers.TryRemove(id, out _);

    public async Task<object?> CallAsync(Call call)
    {
        if (!_observers.TryGetValue(call.Target, out var observer))
        {
            throw new ClientNotAvailableException(call.Target);
        }

        await observer.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // The order of arrival is settled; the object itself runs outside the caller's turn.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!observer.Target.TryGetTarget(out var target))
            {
                Remove(call.Target);
                throw new ClientNotAvailableException(call.Target);
            }

            RequestContext.Import(call.Context);
            var result = await call.Method.InvokeAsync(target, call.Arguments, call.Token).ConfigureAwait(false);
            return silo.Codecs.Copy(result);
        }
        finally
        {
            observer.Turn.Release();
        }
    }

    private sealed class Observer(IGrainObserver target)
    {
        public WeakReference<IGrainObserver> Target { get; } = new(target);

        public SemaphoreSlim Turn { get; } = new(1);
    }
}
