using System.Collections.Concurrent;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Camera.Engine.Tests.Streaming;

public class SubscriptionStoreTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Subscriptions_outlive_the_silos_only_in_a_store_that_does(bool durable, int expected)
    {
        var store = new KeptStore();
        Action<ISiloBuilder> configure = silo =>
        {
            silo.AddMemoryStreams("memory");
            if (durable)
            {
                silo.Services.AddGrainStorage("PubSubStore", (_, _) => store);
            }
            else
            {
                silo.AddMemoryGrainStorage("PubSubStore");
            }
        };
        await using (var first = await EngineCluster.StartAsync(1, configure))
        {
            await first.Client(0).GetGrain<IListenerGrain>("kept").ListenAsync("kept");
        }

        await using var second = await EngineCluster.StartAsync(1, configure);

        Assert.Equal(expected, await second.Client(0).GetGrain<IListenerGrain>("kept").ResumeAsync("kept"));
    }

    /// <summary>Keeps the very objects, whichever types an engine stores.</summary>
    private sealed class KeptStore : IGrainStorage
    {
        private readonly ConcurrentDictionary<(string, GrainId), (object? State, int Tag)> _records = new();

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            grainState.RecordExists = _records.TryGetValue((stateName, grainId), out var record);
            grainState.State = grainState.RecordExists ? (T)record.State! : Activator.CreateInstance<T>();
            grainState.ETag = grainState.RecordExists ? $"{record.Tag}" : null;
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var record = _records.AddOrUpdate((stateName, grainId), (grainState.State, 1), (_, known) => (grainState.State, known.Tag + 1));
            (grainState.ETag, grainState.RecordExists) = ($"{record.Tag}", true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            _records.TryRemove((stateName, grainId), out _);
            (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
            return Task.CompletedTask;
        }
    }
}
