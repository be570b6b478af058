using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <param name="Longest">How long one run may take before it is stopped.</param>
/// <param name="Time">The clock.</param>
internal sealed record RunLimit(TimeSpan Longest, TimeProvider Time)
{
    /// <summary>Long enough for a large model on a slow processor, short enough that nothing seems to hang.</summary>
    public static readonly RunLimit Default = new(TimeSpan.FromSeconds(25), TimeProvider.System);
}

/// <summary>
/// Stops a run that takes too long or is cancelled: a model may contain a loop without end. ONNX Runtime looks for the
/// request between two nodes, also inside loops.
/// </summary>
internal sealed unsafe class RunGuard : IDisposable
{
    private readonly OrtRuntime _runtime;
    private readonly string _model;
    private readonly RunLimit _limit;
    private readonly OrtHandle _options;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private CancellationTokenRegistration _cancellation;
    private bool _isRunning;
    private bool _isStopped;
    private bool _isTooSlow;
    private long _began;

    public RunGuard(OrtRuntime runtime, string model, RunLimit limit)
    {
        _runtime = runtime;
        _model = model;
        _limit = limit;
        nint options;
        runtime.Check(runtime.Functions.CreateRunOptions(&options));
        _options = new OrtHandle(options, runtime.Functions.ReleaseRunOptions);
        _timer = limit.Time.CreateTimer(static guard => ((RunGuard)guard!).Stop(isTooSlow: true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The native run options.</summary>
    public nint Options => _options.Value;

    public void Begin(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                _runtime.Check(_runtime.Functions.RunOptionsUnsetTerminate(Options));
            }

            (_isRunning, _isStopped, _isTooSlow) = (true, false, false);
            _began = _limit.Time.GetTimestamp();
        }

        _timer.Change(_limit.Longest, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(static guard => ((RunGuard)guard!).Stop(isTooSlow: false), this);
    }

    /// <summary>Judges a run that has returned.</summary>
    /// <exception cref="ModelException">It failed or was too slow.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void End(nint status, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isRunning = false;
        }

        _cancellation.Dispose();
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (status == 0)
        {
            return;
        }

        var fault = _runtime.TakeFault(status);
        if (_isStopped && !_isTooSlow)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        throw _isTooSlow ? OrtFaults.TooSlow(_model, _limit.Longest) : OrtFaults.Running(_model, fault);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isRunning = false;
        }

        _options.Dispose();
    }

    private void Stop(bool isTooSlow)
    {
        lock (_gate)
        {
            // The timer of the run before may have gone off just as that run ended.
            var isDue = !isTooSlow || _limit.Time.GetElapsedTime(_began) >= _limit.Longest * 0.9;
            if (_isRunning && !_isStopped && isDue)
            {
                (_isStopped, _isTooSlow) = (true, isTooSlow);
                _runtime.Check(_runtime.Functions.RunOptionsSetTerminate(Options));
            }
        }
    }
}
