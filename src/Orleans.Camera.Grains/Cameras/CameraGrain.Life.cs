using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;

namespace Orleans.Camera.Grains.Cameras;

/// <remarks>
/// The life of the activation: one loop in its own turns, woken by commands, by the run and once a second. It alone starts
/// and stops the run, and it alone writes.
/// </remarks>
internal sealed partial class CameraGrain
{
    private static readonly TimeSpan FirstRestart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _signal = new();
    private readonly Backoff _backoff;
    private Task _life = Task.CompletedTask;
    private TaskCompletionSource? _rest;
    private OwnedRun? _run;
    private (bool IsLost, string Reason)? _fault;
    private (long Since, TimeSpan Pause)? _retry;
    private bool _mustReload;
    private string? _loadTrouble;
    private bool _isLeaving;
    private bool _isFenced;

    private bool MustRun =>
        !_isLeaving && _order is { } order && _definition is { Enabled: true } && !CameraRun.IsOver(order, _writer.Current, _services.Sources);

    private bool MustShowLife => MustRun || _run is not null || _writer.Announced < _writer.Current.Sequence || _writer.Current.Announced < _writer.Announced;

    private async Task LiveAsync()
    {
        // What the first caller sent along, such as a hint where to place this grain, is no business of what comes after.
        RequestContext.Clear();
        using var tick = _services.Time.CreateTimer(_ => _signal.Set(), state: null, Tick, Tick);
        var announcing = Task.WhenAll(_announcer.RunAsync(_ending.Token), _alerts.RunAsync(Trouble, _ending.Token));
        try
        {
            await _writer.ReadAsync(_ending.Token);
            _mustReload = true;
            while (!_isFenced)
            {
                await StepAsync();
                Refresh();
                await _signal.WaitAsync(_ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The activation ends.
        }
#pragma warning disable CA1031 // Nobody awaits a life: a fault of ours ends the activation, and the next one goes on from the store.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBroken(exception, _name);
            GiveUp("a fault of this program: " + exception.Message);
        }

        await announcing.ContinueWith(static done => _ = done.Exception, TaskScheduler.Current);
    }

    private async Task StepAsync()
    {
        await TryReloadAsync();
        if (_run is null && (MustRun || (!_writer.IsOwner && !_isLeaving && _spool.IsBegun) || (_writer.Announced < _writer.Current.Sequence && !_isLeaving)))
        {
            await BeginAsync();
        }
        else if (_run is { } running && (!MustRun || running.Version != _stored?.Version))
        {
            running.Stop();
        }

        // What lies in the spool comes before what the run still has, and before another run.
        var isSpooled = _writer.IsOwner && _spool.IsBegun;
        var isOver = _run?.Task.IsCompleted == true && !isSpooled;
        if ((isSpooled ? _spool.Take() : _run?.Take()) is { } cut)
        {
            _writer.Add(cut);
        }

        if (_writer.IsOwner && (_writer.HasWaiting || (MustShowLife && _writer.SinceWrite > Heartbeat)))
        {
            await WriteAsync();
        }

        if (isSpooled || (_writer.IsOwner && _spool.IsBegun))
        {
            _signal.Set();
        }
        else if (isOver && !_isFenced)
        {
            Conclude();
        }

        if (_run is null && !MustRun && !(_writer.IsOwner && _spool.IsBegun))
        {
            _rest?.TrySetResult();
            _rest = null;
        }
    }

    private async Task TryReloadAsync()
    {
        if (!_mustReload)
        {
            return;
        }

        try
        {
            await ReloadAsync();
            _loadTrouble = null;
            _ready.TrySetResult();
        }
        catch (CameraException exception)
        {
            (_mustReload, _loadTrouble) = (true, exception.Message);
        }
    }

    private async Task BeginAsync()
    {
        if (!_writer.IsOwner)
        {
            if (await _writer.RecoverAsync(_ending.Token) is > 0 and var recovered)
            {
                LogRecovered(_name, recovered);
            }

            await _writer.ClaimAsync(_ending.Token);
            LogClaimed(_name, _writer.Current.Tag.Epoch, _writer.Current.Frame);
            _announcer.Committed([]);
        }

        // While the store was being asked, somebody may have said stop.
        if (MustRun && (_retry is not { } retry || _services.Time.GetElapsedTime(retry.Since) >= retry.Pause))
        {
            var tools = new CameraTools(_services.Sources, _services.Detectors.For(_definition!, _isLive), _services.Time, _services.Seeds.Next());
            _writer.MaySpool = _isLive;
            _run = new OwnedRun(_order!, _stored!.Version, _writer.Current, tools, _berths.Take(_name), _spool, _signal.Set);
            _watch.Add(_name, _run);
        }
    }

    private async Task WriteAsync()
    {
        var events = await _writer.WriteAsync(_ending.Token);
        if (events is null)
        {
            LogFenced(_name, _writer.Current.Tag.Epoch);
            GiveUp("another silo has taken over");
            return;
        }

        _announcer.Committed(events, _writer.SureSince);
    }

    /// <summary>The run has ended by itself or was stopped, and everything that it counted is stored.</summary>
    private void Conclude()
    {
        var run = _run!;
        _run = null;
        run.Dispose();
        if (run.Task.Exception?.InnerException is not { } exception)
        {
            (_fault, _retry) = (null, null);
            _signal.Set();
            return;
        }

        if (run.Age > Settled)
        {
            _backoff.Reset();
        }

        var pause = _backoff.Next();
        _fault = (_isLive && exception is Core.Frames.SourceException, exception.Message);
        _retry = (_services.Time.GetTimestamp(), pause);
        // What the world does wrong was written to be shown; where a fault of ours came from, somebody must find out.
        var isOfTheWorld = exception is Core.Frames.SourceException or Core.Detecting.ModelException;
        LogEnded(isOfTheWorld ? null : exception, _name, pause.TotalSeconds, exception.Message);
    }

    /// <summary>This activation may not count any more.</summary>
    private void GiveUp(string reason)
    {
        _isFenced = true;
        _fault = (IsLost: false, reason);
        _run?.Abandon();
        Refresh();
        _rest?.TrySetResult();
        _ready.TrySetResult();
        DeactivateOnIdle();
    }

    /// <summary>Waits until no run is left and everything is stored, or as long as there is time.</summary>
    private async Task TryRestAsync(TimeSpan limit)
    {
        if (_isFenced || (_run is null && !MustRun && !_writer.HasWaiting))
        {
            return;
        }

        _rest ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _signal.Set();
        try
        {
            await _rest.Task.WaitAsync(limit, _services.Time);
        }
        catch (TimeoutException)
        {
            // The store is away, or a picture takes long: the next owner goes on from what is stored.
        }
    }
}
