using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of grain classes. Its members may be used in turns of the grain only.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain() =>
        GrainContext = RuntimeContext.Current ??
            throw new InvalidOperationException("A grain is made by the engine: use IGrainFactory.GetGrain.");

    public IGrainContext GrainContext { get; }

    protected IGrainFactory GrainFactory => Activation.Current(GrainContext).Silo.Factory;

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when the running calls are done; later calls go to a new one.</summary>
    protected void DeactivateOnIdle()
    {
        Activation.EnsureTurn();
        ((IGrainBase)this).DeactivateOnIdle();
    }

    /// <summary>As <see cref="DeactivateOnIdle"/>, and takes the state along to the silo that placement chooses.</summary>
    protected void MigrateOnIdle()
    {
        Activation.EnsureTurn();
        ((IGrainBase)this).MigrateOnIdle();
    }

    /// <summary>Keeps the activation from being collected for this long, or for ever if infinite.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan)
    {
        Activation.EnsureTurn();
        Activation.Of(GrainContext).DelayDeactivation(timeSpan);
    }
}
