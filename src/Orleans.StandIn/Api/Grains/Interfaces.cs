using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Something that can be called through a reference.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>A grain. Every method returns a task and runs on the one activation of its key.</summary>
    public interface IGrain : IAddressable;

    public interface IGrainWithStringKey : IGrain;

    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>An object of a client that grains may call. It is held weakly: its owner keeps it alive.</summary>
    public interface IGrainObserver : IAddressable;

    /// <summary>Makes references. Nothing is activated before the first call.</summary>
    public interface IGrainFactory
    {
        TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithIntegerKey;

        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey;

        TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
            where TGrainInterface : IAddressable;

        /// <summary>A reference to a local object; only weakly held. Passing the object itself throws.</summary>
        TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;

        void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;
    }

    /// <summary>A client of the cluster; every silo has one of its own.</summary>
    public interface IClusterClient : IGrainFactory
    {
        IServiceProvider ServiceProvider { get; }
    }

    /// <summary>What a grain class must be at least.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }

        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }
}
