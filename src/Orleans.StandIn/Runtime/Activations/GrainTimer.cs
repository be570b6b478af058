namespace Orleans.Runtime;

/// <summary>A timer whose ticks wait for the grain's turn like calls do. The next is planned when a callback has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = activation.Silo.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime.TotalMilliseconds, -1, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfLessThan(period.TotalMilliseconds, -1, nameof(period));
        _dueTime = dueTime;
        _period = period;
        _changed = true;
        if (!_ticking)
        {
            Plan(dueTime);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.Forget(this);
    }

    private void Plan(TimeSpan time)
    {
        if (!_disposed.IsCancellationRequested)
        {
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    private void Fire()
    {
        _ticking = true;
        _activation.Receive(new Tick(this));
    }

    private async Task TickAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        _changed = false;
        try
        {
            await _callback(_disposed.Token).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            _activation.Silo.Log.CallbackFailed(exception, _activation.GrainId);
        }
        finally
        {
            _ticking = false;
            Plan(_changed ? _dueTime : _period);
        }
    }

    private sealed class Tick(GrainTimer timer) : WorkItem
    {
        public override bool Interleaves => timer._options.Interleave;

        public override bool IsActivity => timer._options.KeepAlive;

        public override Task RunAsync(Activation activation) => timer.TickAsync();

        public override void Reroute()
        {
        }

        public override void Refuse(Exception exception)
        {
        }
    }
}
