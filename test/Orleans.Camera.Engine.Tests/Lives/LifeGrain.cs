using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Lives;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<Guid> GetActivationAsync();

    Task<SiloAddress> GetSiloAsync();

    Task DeactivateAsync();

    /// <summary>Waits at the gate "KEY call".</summary>
    Task StayAsync();

    [AlwaysInterleave]
    Task DeactivateBesideAsync();

    /// <summary>Moves to the silo of the placement hint.</summary>
    Task MigrateAsync(int memory);

    Task<int> GetMemoryAsync();

    Task StartTimerAsync(bool keepAlive);
}

[PreferLocalPlacement]
public sealed class LifeGrain : Grain, ILifeGrain, IGrainMigrationParticipant, IDisposable
{
    private readonly Journal _journal;
    private readonly Guid _activation = Guid.NewGuid();
    private int _memory;

    public LifeGrain(Journal journal, IGrainContext context)
    {
        _journal = journal;
        journal.Write(Key, "constructor");
        context.ObservableLifecycle.Subscribe(
            "test", GrainLifecycleStage.SetupState, _ => Write("stage starts"), _ => Write("stage stops"));
    }

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Key.StartsWith("fails", StringComparison.Ordinal) && _journal.Of(Key).Count(entry => entry == "constructor") == 1)
        {
            throw new IOException("cannot begin");
        }

        return Write("OnActivateAsync");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Write($"OnDeactivateAsync {reason.ReasonCode}");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
        {
            await _journal.Gate($"{Key} deactivation");
        }
    }

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);

    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task DeactivateBesideAsync() => DeactivateAsync();

    public async Task StayAsync()
    {
        await Write("call begins");
        await _journal.Gate($"{Key} call");
        await Write("call ends");
    }

    public Task MigrateAsync(int memory)
    {
        _memory = memory;
        MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> GetMemoryAsync() => Task.FromResult(_memory);

    public Task StartTimerAsync(bool keepAlive)
    {
        this.RegisterGrainTimer(
            () => Write("tick"), new() { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMilliseconds(100), KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        _journal.Write(Key, "OnDehydrate");
        dehydrationContext.TryAddValue("memory", _memory);
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        _journal.Write(Key, "OnRehydrate");
        Assert.True(rehydrationContext.TryGetValue<int>("memory", out _memory));
    }

    public void Dispose() => _journal.Write(Key, "Dispose");

    private Task Write(string entry)
    {
        _journal.Write(Key, entry);
        return Task.CompletedTask;
    }
}

/// <summary>Never collected.</summary>
public interface IKeptGrain : IGrainWithStringKey
{
    Task<Guid> GetActivationAsync();
}

[KeepAlive]
public sealed class KeptGrain : Grain, IKeptGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);
}
