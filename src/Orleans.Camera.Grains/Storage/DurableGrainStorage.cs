using Orleans.Camera.Core.Checkpoints;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Camera.Grains.Storage;

/// <summary>
/// States of grains in the silo's own store, the same for both databases: what a grain wrote outlives every silo. A tag is
/// drawn for each write, so that a state that was cleared and written anew has none that was seen before.
/// </summary>
internal sealed class DurableGrainStorage(IGrainStateStore store, Serializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.ReadAsync(KeyOf(stateName, grainId), CancellationToken.None);
        grainState.State = stored is null ? Fresh<T>() : serializer.Deserialize<T>(stored.Value);
        grainState.ETag = stored?.Tag;
        grainState.RecordExists = stored is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Before the first await: what the grain changes while the store is being asked belongs to the next write.
        var next = new StoredState(Guid.NewGuid().ToString("N"), serializer.SerializeToArray(grainState.State!));
        var stored = await store.WriteAsync(KeyOf(stateName, grainId), grainState.ETag, next, CancellationToken.None);
        Require(stored == next.Tag, stateName, grainId, stored, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (next.Tag, true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.ClearAsync(KeyOf(stateName, grainId), grainState.ETag, CancellationToken.None);
        Require(stored is null, stateName, grainId, stored, grainState.ETag);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Fresh<T>(), null, false);
    }

    private static StateKey KeyOf(string stateName, GrainId grainId) => new(stateName, grainId.ToString());

    private static T Fresh<T>() => typeof(T).IsValueType || typeof(T).GetConstructor([]) is not null ? Activator.CreateInstance<T>() : default!;

    private static void Require(bool isDone, string stateName, GrainId grainId, string? stored, string? expected)
    {
        if (!isDone)
        {
            throw new InconsistentStateException($"Another activation has written the state '{stateName}' of {grainId}.", stored, expected);
        }
    }
}
