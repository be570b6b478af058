using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Tests;

/// <summary>A store as a silo has it, ready to be used.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private TestStore(ServiceProvider services) => Services = services;

    public ServiceProvider Services { get; }

    public ICheckpointStore Checkpoints => Services.GetRequiredService<ICheckpointStore>();

    public IDefinitionStore Definitions => Services.GetRequiredService<IDefinitionStore>();

    public IGrainStateStore States => Services.GetRequiredService<IGrainStateStore>();

    public static TestStore Of(StoreOptions options) => new(new ServiceCollection().AddCameraStore(options).BuildServiceProvider());

    public static async Task<TestStore> PreparedAsync(StoreOptions options)
    {
        var store = Of(options);
        await store.PrepareAsync();
        return store;
    }

    public Task<IReadOnlyList<string>> PrepareAsync() => Services.GetRequiredService<StoreSetup>().PrepareAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
