using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace Orleans.Camera.Engine.Tests.Cluster;

/// <summary>A store with tags that rise by one, which can be told to fail or to hold a write up.</summary>
public sealed class TestStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (string Json, int Tag)> _records = new(StringComparer.Ordinal);

    /// <summary>Called before every operation with its kind and the grain's key.</summary>
    public Func<string, string, Task>? Before { get; set; }

    /// <summary>Operations so far, as "kind key".</summary>
    public ConcurrentQueue<string> Operations { get; } = new();

    public int Count(string operation) => Operations.Count(done => done == operation);

    /// <summary>Writes behind the back of the grain, so that its tag is no longer the stored one.</summary>
    public void Overwrite(string grainId) =>
        _records.AddOrUpdate(grainId, ("{}", 100), static (_, known) => (known.Json, known.Tag + 100));

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeginAsync("read", grainId);
        grainState.RecordExists = _records.TryGetValue(grainId.ToString(), out var record);
        grainState.ETag = grainState.RecordExists ? record.Tag.ToString(CultureInfo.InvariantCulture) : null;
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(record.Json)! : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.Serialize(grainState.State);
        await BeginAsync("write", grainId);
        var known = _records.TryGetValue(grainId.ToString(), out var record) ? record.Tag.ToString(CultureInfo.InvariantCulture) : null;
        if (known != grainState.ETag)
        {
            throw new InconsistentStateException("Another one has written.", known, grainState.ETag);
        }

        _records[grainId.ToString()] = (json, record.Tag + 1);
        grainState.ETag = (record.Tag + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await BeginAsync("clear", grainId);
        _records.TryRemove(grainId.ToString(), out _);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    }

    private async Task BeginAsync(string kind, GrainId grainId)
    {
        Operations.Enqueue($"{kind} {grainId.Key}");
        await (Before?.Invoke(kind, grainId.Key.ToString()) ?? Task.CompletedTask);
    }
}
