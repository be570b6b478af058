using System.Collections.Concurrent;
using System.Security.Cryptography;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Models;

namespace Orleans.Camera.Testing.Models;

/// <summary>Published models in memory, faithful to the contract. Thread safe.</summary>
public sealed class MemoryModelLibrary : IModelLibrary
{
    private readonly ConcurrentDictionary<string, PublishedModel> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Size, bool IsWhole)> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Sha256, int Number), byte[]> _parts = new();
    private int _partsRead;

    /// <summary>While true, nothing answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many parts were read.</summary>
    public int PartsRead => _partsRead;

    /// <summary>Publishes a file as whoever does it right.</summary>
    /// <returns>Its sha256.</returns>
    public async Task<string> AddAsync(string name, byte[] file, string manifest)
    {
        ArgumentNullException.ThrowIfNull(file);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        await BeginAsync(sha256, file.Length, CancellationToken.None);
        for (var number = 0; number < ModelParts.CountOf(file.Length); number++)
        {
            await WriteAsync(sha256, number, file.AsMemory(number * IModelLibrary.PartSize, ModelParts.SizeOf(file.Length, number)), CancellationToken.None);
        }

        await PublishAsync(new PublishedModel(name, sha256, file.Length, manifest), CancellationToken.None);
        return sha256;
    }

    /// <summary>Changes one byte of a file, as a broken disk does.</summary>
    public void Damage(string sha256) => _parts[(sha256, 0)][^1] ^= 1;

    public Task<IReadOnlyList<PublishedModel>> ListAsync(CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<PublishedModel>>(() => [.. _models.Values.Where(IsWhole).OrderBy(model => model.Name, StringComparer.Ordinal)]);

    public Task<PublishedModel?> FindAsync(string name, CancellationToken cancellationToken) =>
        AnswerAsync(() => _models.GetValueOrDefault(name) is { } found && IsWhole(found) ? found : null);

    public Task<byte[]?> ReadAsync(string sha256, int number, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        Interlocked.Increment(ref _partsRead);
        return _parts.GetValueOrDefault((sha256, number));
    });

    public Task BeginAsync(string sha256, long size, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        foreach (var part in _parts.Keys.Where(part => part.Sha256 == sha256))
        {
            _parts.TryRemove(part, out _);
        }

        return _files[sha256] = (size, false);
    });

    public Task<bool> WriteAsync(string sha256, int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        var may = _files.TryGetValue(sha256, out var file) && !file.IsWhole;
        if (may)
        {
            _parts[(sha256, number)] = part.ToArray();
        }

        return may;
    });

    public Task<bool> PublishAsync(PublishedModel model, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        if (!_files.TryGetValue(model.Sha256, out var file) || file.Size != _parts.Where(part => part.Key.Sha256 == model.Sha256).Sum(part => (long)part.Value.Length)
            || (_models.TryGetValue(model.Name, out var known) && known.Sha256 != model.Sha256))
        {
            return false;
        }

        _files[model.Sha256] = (file.Size, true);
        _models[model.Name] = model;
        return true;
    });

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) => AnswerAsync(() => _models.TryRemove(name, out _));

    private bool IsWhole(PublishedModel model) => _files[model.Sha256].IsWhole;

    private Task<T> AnswerAsync<T>(Func<T> answer) =>
        IsAway ? Task.FromException<T>(new StoreUnavailableException("the test has taken the database away")) : Task.FromResult(answer());
}
