namespace Orleans.Camera.Grains.Tests.Storage;

/// <summary>What a grain sees of its state.</summary>
[GenerateSerializer, Immutable]
public sealed record Seen([property: Id(0)] string Text, [property: Id(1)] string? Tag, [property: Id(2)] bool Exists);

public interface IKeptGrain : IGrainWithStringKey
{
    Task<Seen> LookAsync();

    Task<Seen> WriteAsync(string text);

    Task<Seen> ClearAsync();

    /// <summary>Ends the activation; the next call begins one from what is stored.</summary>
    Task EndAsync();
}

[GenerateSerializer]
public sealed class Kept
{
    [Id(0)]
    public string Text { get; set; } = "";

    [Id(1)]
    public Dictionary<string, GrainId> Grains { get; set; } = [];
}

/// <summary>Keeps its state by default, which is in the silo's store.</summary>
public sealed class KeptGrain([PersistentState("kept")] IPersistentState<Kept> state) : Grain, IKeptGrain
{
    public Task<Seen> LookAsync() => Task.FromResult(new Seen(state.State.Text, state.Etag, state.RecordExists));

    public async Task<Seen> WriteAsync(string text)
    {
        (state.State.Text, state.State.Grains[text]) = (text, this.GetGrainId());
        await state.WriteStateAsync();
        return await LookAsync();
    }

    public async Task<Seen> ClearAsync()
    {
        await state.ClearStateAsync();
        return await LookAsync();
    }

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
