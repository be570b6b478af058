using Orleans.Camera.Core.Measuring;

namespace Orleans.Camera.Core.Slots;

/// <summary>How busy one slot is.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Id"><c>model/number</c>.</param>
/// <param name="Load">What it does of what it can, 0..1; more where pictures wait; NaN where nobody knows.</param>
public readonly record struct SlotLoad(string Model, string Id, double Load);

/// <summary>
/// Sees which slot of a model has been much busier than the mean for so long that this is no chance. Knows no clock: it is told
/// what was measured and when. Not thread safe.
/// </summary>
public sealed class SlotBalance
{
    /// <summary>The busiest slot may have this many times the mean load.</summary>
    public const double MostImbalance = 1.25;

    /// <summary>One that does less of what it can than this is busy enough for nobody to move it.</summary>
    public const double LeastLoad = 0.25;

    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, Smoothed> _loads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);
    private DateTimeOffset? _last;

    /// <summary>For so long it may have more.</summary>
    public static TimeSpan ImbalanceLasts { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Of each model whose slots are out of balance, the busiest.</summary>
    public IReadOnlyCollection<string> Busiest { get; private set; } = [];

    /// <param name="loads">Of all slots that take pictures.</param>
    /// <param name="now">When they were measured.</param>
    public void Look(IReadOnlyCollection<SlotLoad> loads, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(loads);
        var span = now - (_last ?? now - Smoothing);
        _last = now;
        foreach (var gone in _loads.Keys.Except(loads.Select(slot => slot.Id)).ToArray())
        {
            _loads.Remove(gone);
        }

        foreach (var slot in loads)
        {
            (_loads.TryGetValue(slot.Id, out var known) ? known : _loads[slot.Id] = new Smoothed(Smoothing)).Add(slot.Load, span);
        }

        var uneven = loads.GroupBy(slot => slot.Model, StringComparer.Ordinal).Select(BusiestOf).OfType<(string Model, string Id)>().ToArray();
        foreach (var even in _since.Keys.Except(uneven.Select(one => one.Model)).ToArray())
        {
            _since.Remove(even);
        }

        Array.ForEach(uneven, one => _since.TryAdd(one.Model, now));
        Busiest = [.. uneven.Where(one => now - _since[one.Model] >= ImbalanceLasts).Select(one => one.Id)];
    }

    private (string Model, string Id)? BusiestOf(IEnumerable<SlotLoad> slots)
    {
        var known = slots.Select(slot => (slot.Model, slot.Id, Load: _loads[slot.Id].Value)).Where(slot => slot.Load is not null).ToArray();
        if (known.Length < 2)
        {
            return null;
        }

        var most = known.MaxBy(slot => slot.Load);
        return most.Load >= LeastLoad && most.Load > MostImbalance * known.Average(slot => slot.Load) ? (most.Model, most.Id) : null;
    }
}
