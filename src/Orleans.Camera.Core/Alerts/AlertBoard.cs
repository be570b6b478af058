using System.Globalization;

namespace Orleans.Camera.Core.Alerts;

/// <summary>
/// Turns measured values into alerts that neither flicker nor come too early. Knows no clock: it is told what was measured and when.
/// Not thread safe.
/// </summary>
public sealed class AlertBoard
{
    private readonly Dictionary<string, AlertRule> _rules;
    private readonly Dictionary<(string Rule, string Where), DateTimeOffset> _pending = [];
    private readonly SortedDictionary<(string Rule, string Where), Alert> _raised = [];

    /// <exception cref="ArgumentException">Thresholds make no sense; the message names every one.</exception>
    public AlertBoard(IEnumerable<AlertRule> rules)
    {
        _rules = rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        if (_rules.Values.Select(rule => rule.Fault()).OfType<string>().ToArray() is { Length: > 0 } faults)
        {
            throw new ArgumentException($"Alerts cannot be watched: {string.Join("; ", faults)}.", nameof(rules));
        }
    }

    /// <summary>What is wrong now.</summary>
    public IReadOnlyCollection<Alert> Raised => _raised.Values;

    /// <param name="rule">A rule's name; one that is not watched is passed over.</param>
    /// <param name="where">Of what.</param>
    /// <returns>What changed; null where nothing did.</returns>
    public AlertChange? Measure(string rule, string where, double value, DateTimeOffset now)
    {
        // Who measured nothing has nothing to say.
        if (!_rules.TryGetValue(rule, out var watched) || double.IsNaN(value))
        {
            return null;
        }

        var key = (rule, where);
        if (_raised.TryGetValue(key, out var alert))
        {
            return value < watched.Clear && _raised.Remove(key) ? new(alert, IsRaised: false) : null;
        }

        if (value < watched.Raise)
        {
            _pending.Remove(key);
            return null;
        }

        _pending.TryAdd(key, now);
        var since = _pending[key];
        if (now - since < watched.Lasts)
        {
            return null;
        }

        _pending.Remove(key);
        return new(_raised[key] = new Alert(rule, where, watched.Level, since, value, Text(watched, where, value)), IsRaised: true);
    }

    /// <summary>Something is no more: its alerts end.</summary>
    public IReadOnlyList<AlertChange> Forget(string where)
    {
        foreach (var key in _pending.Keys.Where(key => key.Where == where).ToArray())
        {
            _pending.Remove(key);
        }

        var ended = _raised.Values.Where(alert => alert.Where == where).ToArray();
        foreach (var alert in ended)
        {
            _raised.Remove((alert.Rule, alert.Where));
        }

        return [.. ended.Select(alert => new AlertChange(alert, IsRaised: false))];
    }

    private static string Text(AlertRule rule, string where, double value)
    {
        var what = rule.What
            .Replace("{value}", value.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{limit}", rule.Raise.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return $"{where} {what}: {rule.Advice}";
    }
}
