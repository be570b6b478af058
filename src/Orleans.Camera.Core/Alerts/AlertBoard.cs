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

    /// <summary>Takes over what was raised before, by another board.</summary>
    /// <returns>Whether the rule is watched here and it was not known.</returns>
    public bool Resume(string rule, string where, DateTimeOffset since) =>
        _rules.TryGetValue(rule, out var watched) &&
        _raised.TryAdd((rule, where), new Alert(rule, where, watched.Level, since, watched.Raise, Text(watched, where, watched.Raise)));

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

    private static string Text(AlertRule rule, string where, double value)
    {
        var what = rule.What
            .Replace("{value}", value.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{limit}", rule.Raise.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return $"{where} {what}: {rule.Advice}";
    }
}
