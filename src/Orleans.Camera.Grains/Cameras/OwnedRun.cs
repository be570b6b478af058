using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>A run that a grain has started off its scheduler.</summary>
internal sealed class OwnedRun : IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly CameraRun _run;
    private readonly CutQueue _cuts;
    private readonly long _started;
    private long _stopped;
    private readonly TimeProvider _time;

    /// <param name="order">What is read and counted.</param>
    /// <param name="version">Of the definition.</param>
    /// <param name="from">Where the run before has got to.</param>
    /// <param name="tools">What it works with.</param>
    /// <param name="prepared">What was opened ahead, or is being opened, which is the run's from now on.</param>
    /// <param name="spool">Takes what is counted while the store is away.</param>
    /// <param name="changed">Called on any thread when there is a cut, or the end.</param>
    public OwnedRun(
        CameraOrder order, long version, Checkpoint from, CameraTools tools, Task<CameraInput?> prepared, ICutSpool spool, Action changed)
    {
        Version = version;
        _time = tools.Time;
        _started = _time.GetTimestamp();
        _cuts = new CutQueue(changed, spool);
        _run = new CameraRun(order, from, tools, _cuts) { Prepared = prepared };
        var stop = _stop.Token;
        Task = Task.Run(() => _run.RunAsync(stop), CancellationToken.None);
        _ = Task.ContinueWith(_ => changed(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task Task { get; }

    public long Version { get; }

    public RunView View => _run.View;

    public (TimeSpan P50, TimeSpan P99) Latency => _run.Latency;

    public int WaitingEvents => _cuts.Events;

    public TimeSpan Age => _time.GetElapsedTime(_started);

    public Frame? Latest() => _run.TakeLatest();

    public Cut? Take() => _cuts.Take();

    /// <summary>What has not answered for so long that it never will, in words; null where nothing hangs.</summary>
    public string? Stuck => Task.IsCompleted ? null
        : Volatile.Read(ref _stopped) is not 0 and var stopped && _time.GetElapsedTime(stopped) > LongestEnd ? "it was told to end, and does not"
        : _run.Stuck;

    /// <summary>Lets it end after the picture that it has in hand.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _stopped, Math.Max(1, _time.GetTimestamp()), 0);
        _stop.Cancel();
    }

    /// <summary>The owner ends without having stored all: what goes to the spool is sent by the next one.</summary>
    public void Leave() => _cuts.Leave();

    /// <summary>Called when it has ended.</summary>
    public void Dispose() => _stop.Dispose();

    /// <summary>Another owner counts: what this run still has is dropped.</summary>
    public void Abandon()
    {
        _cuts.Close();
        Stop();
    }
}
