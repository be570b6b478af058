using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Membership, directory and transport of silos in one process: the embedded default.</summary>
internal sealed class MemoryCluster : IMembershipTable, IGrainDirectory, ITransport
{
    private static readonly ConcurrentDictionary<(string ClusterId, IPEndPoint Primary), MemoryCluster> All = new();

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _directory = new();
    private readonly ConcurrentDictionary<SiloAddress, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>>> _silos = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } =
        new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, MembershipVersion.MinValue);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => UpdatesAsync();

    public static MemoryCluster Join(string clusterId, IPEndPoint primary) => All.GetOrAdd((clusterId, primary), static _ => new());

    public ValueTask SetAsync(ClusterMember member, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var version = new MembershipVersion(Math.Max(0, CurrentSnapshot.Version.Value) + 1);
            CurrentSnapshot = new(CurrentSnapshot.Members.SetItem(member.SiloAddress, member), version);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<GrainAddress?> LookupAsync(GrainId id) => new(_directory.GetValueOrDefault(id));

    public ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous) => new(_directory.AddOrUpdate(
        address.GrainId,
        address,
        (_, known) => known.Equals(previous) || CurrentSnapshot.GetSiloStatus(known.SiloAddress!) == SiloStatus.Dead
            ? address
            : known));

    public ValueTask UnregisterAsync(GrainAddress address)
    {
        _directory.TryRemove(new(address.GrainId, address));
        return ValueTask.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>> RequestAsync(SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        _silos.TryGetValue(target, out var answer)
            ? Task.Run(() => answer(request, cancellation), CancellationToken.None)
            : throw new SiloUnavailableException($"The silo {target} is not there.");

    public IDisposable Listen(
        SiloAddress address, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>> answer)
    {
        _silos[address] = answer;
        return new Listener(() => _silos.TryRemove(address, out _));
    }

    private async IAsyncEnumerable<ClusterMembershipSnapshot> UpdatesAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            ClusterMembershipSnapshot snapshot;
            Task changed;
            lock (_lock)
            {
                (snapshot, changed) = (CurrentSnapshot, _changed.Task);
            }

            yield return snapshot;
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private sealed class Listener(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
