using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Watching;

/// <summary>
/// What is known of one camera: the counts that it began with, and every later event once, whatever arrives twice, late or
/// not at all. Not safe for concurrent use.
/// </summary>
internal sealed class CountBook(string camera)
{
    private readonly Dictionary<(string Line, string Label), (long In, long Out)> _totals = [];

    public string Camera { get; } = camera;

    /// <summary>Number of the latest event contained.</summary>
    public long Sequence { get; private set; }

    public CameraStatus? Status { get; set; }

    /// <summary>Intervals that were not observed, since <see cref="Begin"/>.</summary>
    public long Gaps { get; private set; }

    public IReadOnlyList<CountTotal> Totals =>
        [.. _totals.Select(total => new CountTotal(total.Key.Line, total.Key.Label, total.Value.In, total.Value.Out))
            .OrderBy(total => total.Line, StringComparer.Ordinal).ThenBy(total => total.Label, StringComparer.Ordinal)];

    /// <summary>As it is now, for whoever draws it.</summary>
    public CountBook Copy()
    {
        var copy = new CountBook(Camera) { Sequence = Sequence, Status = Status, Gaps = Gaps };
        foreach (var (key, total) in _totals)
        {
            copy._totals[key] = total;
        }

        return copy;
    }

    /// <summary>Takes over counts as the camera tells them, unless more is known already.</summary>
    public void Begin(CameraCounts counts)
    {
        if (counts.Sequence < Sequence)
        {
            return;
        }

        _totals.Clear();
        foreach (var total in counts.Totals)
        {
            _totals[(total.Line, total.Label)] = (total.In, total.Out);
        }

        Sequence = counts.Sequence;
    }

    /// <summary>Takes one event, if it is the next one.</summary>
    /// <returns>False where events before it are missing: <see cref="Sequence"/> says from where they are to be asked for.</returns>
    public bool Take(CountEvent occurrence)
    {
        if (occurrence.Sequence <= Sequence)
        {
            return true;
        }

        if (occurrence.Sequence != Sequence + 1)
        {
            return false;
        }

        Sequence = occurrence.Sequence;
        Gaps += occurrence is GapRecord ? 1 : 0;
        if (occurrence is CrossingRecord crossing)
        {
            var key = (crossing.Line, crossing.Label);
            var (into, outOf) = _totals.GetValueOrDefault(key);
            _totals[key] = crossing.Direction == CrossingDirection.In ? (into + 1, outOf) : (into, outOf + 1);
        }

        return true;
    }
}
