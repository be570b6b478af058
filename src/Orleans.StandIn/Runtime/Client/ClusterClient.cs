using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Makes references: inside a silo, for its grains and its other services, or in a process without one.</summary>
/// <param name="implementing">The grain class that implements an interface, narrowed by the beginning of its name.</param>
internal sealed class ClusterClient(
    IServiceProvider services, Caller caller, ObserverRegistry observers, Func<Type, string?, GrainType> implementing) : IClusterClient
{
    private readonly ConditionalWeakTable<IGrainObserver, ReferenceProxy> _references = [];

    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Reference<TGrainInterface>(primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Reference<TGrainInterface>(primaryKey, grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)caller.Reference(grainId, typeof(TGrainInterface));

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is ReferenceProxy)
        {
            throw new ArgumentException("This is a reference already.", nameof(obj));
        }

        var id = observers.Add(obj);
        var reference = caller.Reference(id, typeof(TGrainObserverInterface));
        _references.AddOrUpdate(obj, (ReferenceProxy)reference);
        return (TGrainObserverInterface)reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not ReferenceProxy reference && !_references.TryGetValue(obj, out reference!))
        {
            throw new ArgumentException("There is no reference to this object.", nameof(obj));
        }

        observers.Remove(reference.Id);
    }

    private TGrainInterface Reference<TGrainInterface>(string key, string? prefix)
    {
        var type = implementing(typeof(TGrainInterface), prefix);
        return (TGrainInterface)caller.Reference(GrainId.Create(type, IdSpan.Create(key)), typeof(TGrainInterface));
    }
}
