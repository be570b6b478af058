using System.Collections.Concurrent;
using System.Net;

namespace Orleans.Runtime;

/// <summary>Membership table, directory and transport of silos in one process: the embedded default.</summary>
internal sealed class MemoryCluster : IMembershipTable, IGrainDirectory, ITransport
{
    private static readonly ConcurrentDictionary<(string ClusterId, IPEndPoint Primary), MemoryCluster> All = new();

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _directory = new();
    private readonly ConcurrentDictionary<SiloAddress, Answer> _silos = new();
    private MembershipView _view = new(0, []);

    public static MemoryCluster Join(string clusterId, IPEndPoint primary) => All.GetOrAdd((clusterId, primary), static _ => new());

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<MembershipView> ReadAsync(CancellationToken cancellation) => Task.FromResult(_view);

    public Task<bool> WriteAsync(SiloEntry member, bool isNew, int version, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var current = _view.Version == version;
            _view = current ? _view.With(member) : _view;
            return Task.FromResult(current);
        }
    }

    public Task TouchAsync(SiloAddress silo, DateTimeOffset alive, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _view = _view with { Members = [.. _view.Members.Select(member => member.Address.Equals(silo) ? member with { AliveAt = alive } : member)] };
        }

        return Task.CompletedTask;
    }

    public Task RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<GrainAddress?> LookupAsync(GrainId id) => new(_directory.GetValueOrDefault(id));

    public ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous) => new(_directory.AddOrUpdate(
        address.GrainId,
        address,
        (_, known) => known.Equals(previous) || _view.Find(known.SiloAddress!) is null or { Status: SiloStatus.Dead } ? address : known));

    public ValueTask UnregisterAsync(GrainAddress address)
    {
        _directory.TryRemove(new(address.GrainId, address));
        return ValueTask.CompletedTask;
    }

    public void Forget(GrainId id)
    {
    }

    public Task<ReadOnlyMemory<byte>> RequestAsync(SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        _silos.TryGetValue(target, out var answer)
            ? Task.Run(() => answer(request, cancellation), CancellationToken.None)
            : throw new SiloUnavailableException($"The silo {target} is not there.");

    public Task<IAsyncDisposable> ListenAsync(SiloAddress address, Answer answer)
    {
        _silos[address] = answer;
        return Task.FromResult<IAsyncDisposable>(new Listener(() => _silos.TryRemove(address, out _)));
    }

    public void Drop(SiloAddress silo)
    {
    }

    public TimeSpan? Silence(SiloAddress silo) => null;

    private sealed class Listener(Action stop) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            stop();
            return ValueTask.CompletedTask;
        }
    }
}
