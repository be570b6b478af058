using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>The client inside a silo, for its grains and for its other services.</summary>
internal sealed class LocalClient(Silo silo) : IClusterClient
{
    private readonly ConditionalWeakTable<IGrainObserver, ReferenceProxy> _references = [];

    public IServiceProvider ServiceProvider => silo.Services;

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
        where TGrainInterface : IAddressable => (TGrainInterface)silo.Caller.Reference(grainId, typeof(TGrainInterface));

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is ReferenceProxy)
        {
            throw new ArgumentException("This is a reference already.", nameof(obj));
        }

        var id = silo.Observers.Add(obj);
        var reference = silo.Caller.Reference(id, typeof(TGrainObserverInterface));
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

        silo.Observers.Remove(reference.Id);
    }

    private TGrainInterface Reference<TGrainInterface>(string key, string? prefix)
    {
        var type = silo.Classes.Implementing(typeof(TGrainInterface), prefix);
        return (TGrainInterface)silo.Caller.Reference(GrainId.Create(type, IdSpan.Create(key)), typeof(TGrainInterface));
    }
}
