using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;
using Orleans.Camera.Grains.Alerts;

namespace Orleans.Camera.Grains.Cameras;

/// <remarks>What it is doing, told to those who look and to those who asked to be told.</remarks>
internal sealed partial class CameraGrain
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private (CameraState State, string Reason, DateTimeOffset Since) _status;

    private void Refresh()
    {
        var (state, reason) = StateNow();
        if ((state, reason) == (_status.State, _status.Reason))
        {
            return;
        }

        _status = (state, reason, _services.Time.GetUtcNow());
        LogState(_name, state, reason);
        _everyone.Tell(Status());
    }

    private (CameraState State, string Reason) StateNow()
    {
        if (_run is { View: { IsCounting: true } view } && !_isFenced)
        {
            return _writer.Trouble is { } trouble ? (CameraState.Degraded, "the store is away: " + trouble)
                : view.Trouble is { } difficulty ? (CameraState.Degraded, difficulty)
                : view.IsLive && _services.Time.GetUtcNow() - view.At > Quiet() ? (CameraState.Reconnecting, "no picture comes")
                : (CameraState.Running, "");
        }

        return _isFenced ? (CameraState.Stopped, _fault?.Reason ?? "")
            : _isLeaving ? (CameraState.Stopped, "it moves to another silo")
            : _definitionFault is { } wrong ? (CameraState.Faulted, wrong)
            : !_ready.Task.IsCompleted ? (CameraState.Starting, _loadTrouble ?? (_writer.Trouble is { } silence ? "the store is away: " + silence : ""))
            : _definition is null ? (CameraState.Stopped, "it is not configured")
            : !_definition.Enabled ? (CameraState.Stopped, _run is null ? "" : "it is being stopped")
            : !MustRun ? (CameraState.Stopped, "the source has ended, and all of it is counted")
            : _fault is { } fault ? (fault.IsLost ? CameraState.Reconnecting : CameraState.Faulted, fault.Reason)
            : (CameraState.Starting, _writer.Trouble is { } away ? "the store is away: " + away : "");
    }

    private CameraAlerts NewAlerts()
    {
        var rules = _services.Alerts.Rules.Where(rule => rule.Name is AlertRules.CameraDark or AlertRules.CameraFaulted or AlertRules.CameraDegraded);
        var source = new AlertSource($"camera {_name}", rules, _everyone.Tell, _audience.PublishAsync, _log);
        return new CameraAlerts(_name, source, _everyone, _services.StoreWatch, _services.States, _services.Time);
    }

    /// <summary>For alerts; nothing where another owner is about to speak for the camera.</summary>
    private CameraTrouble? Trouble()
    {
        if (_isLeaving || _isFenced)
        {
            return null;
        }

        Refresh();
        return new CameraTrouble(_status.State, _status.Reason, _writer.Trouble is not null || (_definition is null && !_ready.Task.IsCompleted));
    }

    /// <summary>A camera limited to few pictures is not silent.</summary>
    private TimeSpan Quiet() => _order?.ProcessFps is { } fps && Silence < TimeSpan.FromSeconds(3 / fps) ? TimeSpan.FromSeconds(3 / fps) : Silence;

    private CameraStatus Status()
    {
        var view = _run?.View;
        var stored = _writer.Current;
        var rates = view?.Rates ?? default;
        var (p50, p99) = _run?.Latency ?? default;
        return new CameraStatus(
            _name,
            _status.State,
            _status.Reason,
            _status.Since,
            _services.Silo.Name,
            stored.Tag.Epoch,
            Math.Max(view?.Frame ?? 0, stored.Frame),
            view?.PictureTime ?? (stored.Frame > 0 ? stored.Start + stored.Pts : null),
            rates.Arrived,
            rates.Processed,
            rates.Detected,
            rates.Skipped,
            (_run?.WaitingEvents ?? 0) + _writer.WaitingEvents + _spool.Events,
            p50.TotalMilliseconds,
            p99.TotalMilliseconds,
            _announcer.DelayP99.TotalMilliseconds);
    }
}
