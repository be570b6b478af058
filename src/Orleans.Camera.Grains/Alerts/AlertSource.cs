using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>
/// Alerts of one camera, silo or worker: measured, told at once to those who listen, and handed to the stream in their order
/// until it has taken them.
/// </summary>
/// <remarks>Used from one scheduler only.</remarks>
/// <param name="where">Of what, as in <see cref="AlertRecord.Where"/>.</param>
/// <param name="rules">What is watched.</param>
/// <param name="tell">Told of each change once, at once.</param>
/// <param name="publish">Takes a change for good, or throws and is asked again.</param>
/// <param name="log">Where each change is written as well.</param>
internal sealed partial class AlertSource(
    string where, IEnumerable<AlertRule> rules, Action<AlertRecord> tell, Func<AlertRecord, Task> publish, ILogger log)
{
    /// <summary>A stream that is away for long misses the oldest.</summary>
    private const int MostWaiting = 100;

    private readonly AlertBoard _board = new(rules);
    private readonly Dictionary<string, AlertRecord> _raised = new(StringComparer.Ordinal);
    private readonly Queue<AlertRecord> _waiting = [];
    private readonly ILogger _log = log;
    private bool _isRefused;

    /// <summary>What is wrong now.</summary>
    public IReadOnlyCollection<AlertRecord> Raised => _raised.Values;

    /// <summary>The latest change, also one that no listener was there for; null before the first.</summary>
    public AlertRecord? Latest { get; private set; }

    /// <summary>What was raised before, by an owner before this one, as it was told.</summary>
    public void Resume(AlertRecord raised)
    {
        if (_board.Resume(raised.Rule, where, raised.Since))
        {
            _raised[raised.Rule] = raised;
        }
    }

    /// <param name="rule">Its name.</param>
    /// <param name="value">What was measured; NaN for nothing.</param>
    /// <param name="reason">Why, in one line; empty where the rule says it all.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether something was raised or is over.</returns>
    public bool Measure(string rule, double value, string reason, DateTimeOffset now)
    {
        if (_board.Measure(rule, where, value, now) is not { } change)
        {
            return false;
        }

        var alert = change.IsRaised
            ? new AlertRecord(rule, where, change.Alert.Level == AlertLevel.Critical, IsRaised: true, change.Alert.Since, now, TextOf(change.Alert, reason))
            : _raised[rule] with { IsRaised = false, Time = now };
        _raised.Remove(rule);
        if (alert.IsRaised)
        {
            _raised[rule] = alert;
            LogRaised(alert.Text);
        }
        else
        {
            LogOver(where, rule, alert.Since);
        }

        Latest = alert;
        tell(alert);
        if (_waiting.Count == MostWaiting)
        {
            _waiting.Dequeue();
        }

        _waiting.Enqueue(alert);
        return true;
    }

    /// <summary>Hands what waits to the stream, as far as it takes it.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> PublishAsync()
    {
        while (_waiting.TryPeek(out var next))
        {
            try
            {
                await publish(next);
            }
#pragma warning disable CA1031 // Whatever a provider fails with, those who listen have been told, and it is tried again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_isRefused)
                {
                    LogRefused(where, exception.Message);
                }

                _isRefused = true;
                return false;
            }

            _isRefused = false;
            _waiting.TryDequeue(out _);
        }

        return true;
    }

    private static string TextOf(Alert alert, string reason) => reason.Length == 0 ? alert.Text : $"{alert.Text} ({reason})";

    [LoggerMessage(3401, LogLevel.Warning, "Alert: {Text}")]
    private partial void LogRaised(string text);

    [LoggerMessage(3402, LogLevel.Information, "Alert over: {Where}, {Rule}, since {Since:O}")]
    private partial void LogOver(string where, string rule, DateTimeOffset since);

    [LoggerMessage(3403, LogLevel.Warning, "The stream of alerts does not take those of {Where} and is tried again: {Reason}")]
    private partial void LogRefused(string where, string reason);
}
