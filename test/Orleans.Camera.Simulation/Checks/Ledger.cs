using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Store;

namespace Orleans.Camera.Simulation.Checks;

/// <summary>Writes down what became durable and what was announced, and objects at once where that may not be.</summary>
internal sealed class Ledger
{
    /// <summary>So long may an owner that is none any more not know it.</summary>
    private static readonly TimeSpan Unaware = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly StoreCore _store;
    private readonly Dictionary<string, (string Owner, TimeSpan Since)> _owners = new(StringComparer.Ordinal);

    public Ledger(World world, StoreCore store)
    {
        (_world, _store) = (world, store);
        store.Stored = Stored;
    }

    /// <summary>Every write, in the order in which they were stored.</summary>
    public List<CheckpointWrite> Writes { get; } = [];

    /// <summary>The numbers that were announced, of each camera.</summary>
    public Dictionary<string, HashSet<long>> Announced { get; } = new(StringComparer.Ordinal);

    public void Announce(string camera, string owner, IReadOnlyList<long> numbers)
    {
        _world.Note($"{owner} announces {numbers[0]}..{numbers[^1]} of {camera}");
        if (numbers[^1] > _store.Of(camera).Events.Count)
        {
            _world.Fail($"{owner} announces event {numbers[^1]} of {camera}, which is not stored");
        }

        if (_owners[camera] is var (now, since) && now != owner && _world.Now - since > Unaware)
        {
            _world.Fail($"{owner} announces events of {camera}, which belongs to {now} since {since.TotalSeconds:F3}");
        }

        (Announced.TryGetValue(camera, out var known) ? known : Announced[camera] = []).UnionWith(numbers);
    }

    public void Status(string owner, CameraStatus status) => _world.Note($"{owner}: {status.Camera} is {status.State} {status.Reason}");

    private void Stored(CheckpointWrite write)
    {
        var next = write.Next;
        _world.Note($"{next.Owner} stores {write.Camera} {next.Tag} picture {next.Frame} event {next.Sequence}{(next.HasEnded ? " end" : "")}");
        if (Writes.FindLast(before => before.Camera == write.Camera) is { } latest && latest.Next.Tag.Epoch > next.Tag.Epoch)
        {
            _world.Fail($"{next.Owner} stores {write.Camera} {next.Tag} after {latest.Next.Owner} has stored {latest.Next.Tag}");
        }

        if (next.Announced > next.Sequence)
        {
            _world.Fail($"{write.Camera} {next.Tag} announced {next.Announced} of {next.Sequence} events");
        }

        if (!_owners.TryGetValue(write.Camera, out var owner) || owner.Owner != next.Owner)
        {
            _owners[write.Camera] = (next.Owner, _world.Now);
        }

        Writes.Add(write);
    }
}
