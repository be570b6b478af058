using System.Text;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Grains.Roster;

/// <summary>
/// Which silos are drained, as the store has it: whoever is the roster next goes on with it. A silo is written as it signs,
/// so that one that was started anew under the same name is not drained.
/// </summary>
/// <remarks>Used from one scheduler only. Every method may throw <see cref="StoreUnavailableException"/>.</remarks>
internal sealed class DrainList(IGrainStateStore store)
{
    private static readonly StateKey Key = new("drained", "camera-roster");

    private string? _tag;

    /// <summary>Whether the store has ever answered.</summary>
    public bool IsRead { get; private set; }

    /// <summary>As last heard of the store.</summary>
    public IReadOnlySet<string> Owners { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Reads what is stored: another roster may have written.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var before = _tag;
        var stored = await store.ReadAsync(Key, cancellationToken);
        if (_tag != before)
        {
            // Another turn has read or written meanwhile, and what it knows is newer.
            return;
        }

        (_tag, IsRead) = (stored?.Tag, true);
        Owners = (stored is null ? [] : Encoding.UTF8.GetString(stored.Value.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Stores a change, and another's before it where there is one.</summary>
    /// <param name="change">What the owners become; called again where somebody else has written meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ChangeAsync(Func<IReadOnlySet<string>, IEnumerable<string>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ReadAsync(cancellationToken);
            var owners = change(Owners).ToHashSet(StringComparer.Ordinal);
            if (owners.SetEquals(Owners))
            {
                return;
            }

            var next = new StoredState(Guid.NewGuid().ToString("N"), Encoding.UTF8.GetBytes(string.Join('\n', owners.Order(StringComparer.Ordinal))));
            if (await store.WriteAsync(Key, _tag, next, cancellationToken) == next.Tag)
            {
                (_tag, Owners) = (next.Tag, owners);
                return;
            }
        }
    }
}
