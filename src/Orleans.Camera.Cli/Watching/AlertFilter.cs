using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Watching;

/// <summary>
/// Knows what is raised, and lets every alert through once, although each camera of a silo tells of the silo, and another owner may
/// tell again. Thread safe.
/// </summary>
internal sealed class AlertFilter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Rule, string Where), AlertRecord> _raised = [];

    /// <summary>What is wrong now, the longest first.</summary>
    public IReadOnlyList<AlertRecord> Raised
    {
        get
        {
            lock (_lock)
            {
                return [.. _raised.Values.OrderBy(alert => alert.Since).ThenBy(alert => alert.Where, StringComparer.Ordinal).ThenBy(alert => alert.Rule, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Whether it says something that was not known.</summary>
    public bool IsNew(AlertRecord alert)
    {
        lock (_lock)
        {
            return alert.IsRaised ? _raised.TryAdd((alert.Rule, alert.Where), alert) : _raised.Remove((alert.Rule, alert.Where));
        }
    }
}
