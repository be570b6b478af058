using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.State;

public interface IStateGrain : IGrainWithStringKey
{
    Task<Seen> LookAsync();

    Task<Seen> WriteAsync(int number);

    Task<Seen> ClearAsync();

    Task<Seen> ReadAsync();

    /// <summary>Three writes in one turn.</summary>
    Task<Seen> WriteThriceAsync();

    Task MigrateAsync();

    Task<Guid> GetActivationAsync();
}

/// <summary>What a grain sees of its state.</summary>
[GenerateSerializer]
public sealed record Seen([property: Id(0)] int Number, [property: Id(1)] string? Etag, [property: Id(2)] bool RecordExists);

[GenerateSerializer]
public sealed class Counter
{
    [Id(0)]
    public int Number { get; set; }
}

[PreferLocalPlacement]
public sealed class StateGrain([PersistentState("counter", "test")] IPersistentState<Counter> state) : Grain, IStateGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public Task<Seen> LookAsync() => Task.FromResult(new Seen(state.State.Number, state.Etag, state.RecordExists));

    public async Task<Seen> WriteAsync(int number)
    {
        state.State.Number = number;
        await state.WriteStateAsync();
        return await LookAsync();
    }

    public async Task<Seen> ClearAsync()
    {
        await state.ClearStateAsync();
        return await LookAsync();
    }

    public async Task<Seen> ReadAsync()
    {
        await state.ReadStateAsync();
        return await LookAsync();
    }

    public async Task<Seen> WriteThriceAsync()
    {
        var writes = new List<Task>();
        for (var i = 1; i <= 3; i++)
        {
            state.State.Number = i;
            writes.Add(state.WriteStateAsync());
        }

        await Task.WhenAll(writes);
        return await LookAsync();
    }

    public Task MigrateAsync()
    {
        MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);
}

/// <summary>Asks for a store that nobody configured.</summary>
public interface IStorelessGrain : IGrainWithStringKey
{
    Task CallAsync();
}

public sealed class StorelessGrain([PersistentState("counter", "no such store")] IPersistentState<Counter> state)
    : Grain, IStorelessGrain
{
    public Task CallAsync() => Task.FromResult(state.State);
}
