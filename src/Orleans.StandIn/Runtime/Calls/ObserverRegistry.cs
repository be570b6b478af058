using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>
/// The objects of one silo or client that grains may call. Held weakly; calls of one object run one after another.
/// </summary>
/// <param name="home">The silo's address or the client's name: it is in the key of each object.</param>
internal sealed class ObserverRegistry(string home, Codecs codecs)
{
    /// <summary>What the identities of clients and of their objects begin with.</summary>
    public static readonly GrainType Type = GrainType.Create("sys.client");
    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();

    public static bool IsObserver(GrainId id) => id.Type == Type;

    /// <summary>The silo or the client that holds the object.</summary>
    public static string HomeOf(GrainId id) => id.Key.ToString().Split('+')[0];

    public GrainId Add(IGrainObserver observer)
    {
        var id = GrainId.Create(Type, $"{home}+{Guid.NewGuid():N}");
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
            return codecs.Copy(result);
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
