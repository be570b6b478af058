using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>A store whose records a grain holds in memory.</summary>
internal sealed class MemoryStore(string name, IGrainFactory grains, Codecs codecs) : IGrainStorage
{
    private IMemoryStoreGrain Grain => grains.GetGrain<IMemoryStoreGrain>(name);

    public static MemoryStore Create(IServiceProvider services, string name) =>
        new(name, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<Silo>().Codecs);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await Grain.ReadAsync($"{stateName}/{grainId}").ConfigureAwait(true);
        grainState.RecordExists = record is not null;
        grainState.ETag = record?.ETag;
        grainState.State = record is null ? Activator.CreateInstance<T>() : (T)codecs.FromBytes(record.State, typeof(T))!;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await SetAsync(stateName, grainId, grainState, codecs.ToBytes(grainState.State, typeof(T))).ConfigureAwait(true);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await SetAsync(stateName, grainId, grainState, null).ConfigureAwait(true);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    }

    private async Task SetAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? bytes)
    {
        var (done, tag) = await Grain.SetAsync($"{stateName}/{grainId}", bytes, grainState.ETag).ConfigureAwait(true);
        grainState.ETag = done
            ? tag
            : throw new InconsistentStateException($"Another one has written the state of {grainId}.", tag, grainState.ETag);
    }
}

[Alias("standin.IMemoryStoreGrain")]
internal interface IMemoryStoreGrain : IGrainWithStringKey
{
    Task<GrainState<byte[]>?> ReadAsync(string key);

    /// <summary>Writes, or clears where there are no bytes, if the tag is the stored one.</summary>
    /// <returns>Whether it did, and the tag that is stored now.</returns>
    Task<(bool Done, string? Tag)> SetAsync(string key, byte[]? state, string? tag);
}

[KeepAlive, GrainType("standin.store")]
internal sealed class MemoryStoreGrain : Grain, IMemoryStoreGrain
{
    private readonly Dictionary<string, GrainState<byte[]>> _records = new(StringComparer.Ordinal);
    private long _writes;

    public Task<GrainState<byte[]>?> ReadAsync(string key) => Task.FromResult(_records.GetValueOrDefault(key));

    public Task<(bool Done, string? Tag)> SetAsync(string key, byte[]? state, string? tag)
    {
        var known = _records.GetValueOrDefault(key)?.ETag;
        if (known != tag)
        {
            return Task.FromResult((false, known));
        }

        _records.Remove(key);
        if (state is not null)
        {
            _records[key] = new() { State = state, ETag = $"{++_writes}", RecordExists = true };
        }

        return Task.FromResult((true, _records.GetValueOrDefault(key)?.ETag));
    }
}
