using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// Keeps one child process alive: starts it, and starts it again when it dies, hangs or takes too much memory. Gives it what
/// lies in a slot and awaits the answer. Thread safe. One thread of its own reads the answers of all that wait.
/// </summary>
internal sealed partial class WorkerHost : IDisposable
{
    private readonly string _name;
    private readonly WorkerSetup _setup;
    private readonly IsolationOptions _options;
    private readonly TimeSpan _longestAnswer;
    private readonly ILogger _logger;
    private readonly SlotTable _slots;
    private readonly CrashCircuit _circuit;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource<WorkerGreeting> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private readonly ITimer _look;
    private TaskCompletionSource _ready = NewReady();
    private WorkerChild? _child;
    private bool _isReady;
    private long _startedAt;
    private long _pingedAt;
    private WorkerHealth _health;
    private long _answered;

    /// <summary>Of the children that have ended.</summary>
    private TimeSpan _cpuBefore;

    /// <param name="setup">What the child does, and how its memory is divided.</param>
    /// <param name="options">Checked.</param>
    /// <param name="longestAnswer">After which it counts as hung.</param>
    /// <param name="logger">Is told of deaths and of what the child says.</param>
    public WorkerHost(WorkerSetup setup, IsolationOptions options, TimeSpan longestAnswer, ILogger logger)
    {
        (_name, _setup, _options, _longestAnswer, _logger) = (setup.Name, setup, options, longestAnswer, logger);
        _slots = new SlotTable(Shape.Slots, options.Time);
        _circuit = new CrashCircuit(options.Time);
        _health = new WorkerHealth(WorkerProcessState.Starting, 0, 0, options.MostMemory, -1, 0, 0, default, null);
        Memory = SharedMemory.Create(Shape.TotalBytes);
        _thread = new Thread(Live) { IsBackground = true, Name = $"worker {_name}" };
        _thread.Start();
        _look = options.Time.CreateTimer(static host => ((WorkerHost)host!).Look(), this, options.LookInterval, options.LookInterval);
    }

    public RingShape Shape => _setup.Shape;

    public SharedMemory Memory { get; }

    public WorkerHealth Health => _health with
    {
        Answered = Interlocked.Read(ref _answered),
        InFlight = _slots.InFlight,
        Restarts = Math.Max(0, _health.Restarts),
    };

    /// <summary>Ends once the first child is ready.</summary>
    /// <exception cref="ModelException">It cannot work, or dies at it.</exception>
    public Task<WorkerGreeting> FirstGreeting => _first.Task;

    /// <summary>Waits for a free slot.</summary>
    public ValueTask<SlotCall> RentAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stop.IsSet, this);
        return _slots.RentAsync(cancellationToken);
    }

    public void Return(SlotCall call)
    {
        _slots.Return(call);
        if (_stop.IsSet)
        {
            ReleaseMemory();
        }
    }

    /// <summary>Has the child work on what lies in a slot. Where this throws, the slot is no longer the caller's.</summary>
    /// <exception cref="WorkerLostException">The child died, or cannot be started.</exception>
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(SlotCall call, CancellationToken cancellationToken)
    {
        var isTold = false;
        try
        {
            while (!(isTold = TryTell(new ReadOnlySpan<SlotCall>(in call))))
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            var (told, sequence) = (call.Task, call.Sequence);
            if (cancellationToken.CanBeCanceled)
            {
                await AwaitAsync(told, call, sequence, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await told.ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !isTold)
        {
            Return(call);
            throw;
        }
    }

    /// <summary>
    /// Tells the child of several pictures at once, each of which is then awaited by <see cref="AnswerAsync"/>. Where this
    /// throws, none of the slots is the caller's any more.
    /// </summary>
    /// <exception cref="WorkerLostException">There is no child, and none can be started.</exception>
    public async Task TellAsync(SlotCall[] calls)
    {
        try
        {
            while (!TryTell(calls))
            {
                await WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch
        {
            Array.ForEach(calls, Return);
            throw;
        }
    }

    /// <summary>Waits for the answer to one of them. Where this throws, the slot is no longer the caller's.</summary>
    /// <exception cref="WorkerLostException">The child died.</exception>
    public async Task AnswerAsync(SlotCall call)
    {
        try
        {
            await call.Task.ConfigureAwait(false);
        }
        catch
        {
            Return(call);
            throw;
        }
    }

    /// <summary>Finishes what is in flight, and ends the child.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stop.IsSet)
            {
                return;
            }

            _stop.Set();
            if (_isReady)
            {
                _child?.CloseInput();
            }
            else
            {
                _child?.Kill();
            }

            _ready.TrySetResult();
        }

        _look.Dispose();
        if (!_thread.Join(_options.LongestEnd))
        {
            _child?.Kill("did not end in good order");
            _thread.Join();
        }

        ReleaseMemory();
    }

    private static TaskCompletionSource NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async ValueTask AwaitAsync(ValueTask told, Waiting waiting)
    {
        await using (waiting.Registration.ConfigureAwait(false))
        {
            await told.ConfigureAwait(false);
        }
    }

    private ValueTask AwaitAsync(ValueTask told, SlotCall call, uint sequence, CancellationToken cancellationToken) => AwaitAsync(
        told, new Waiting(cancellationToken.UnsafeRegister((_, token) => _slots.Abandon(call, sequence, token), null)));

    /// <returns>False where there is no child to be told.</returns>
    private bool TryTell(ReadOnlySpan<SlotCall> calls)
    {
        lock (_gate)
        {
            if (_stop.IsSet)
            {
                throw new WorkerLostException($"The worker process of {_name} was ended; ask another one.");
            }

            if (_circuit.IsOpen && !_isReady)
            {
                throw new WorkerLostException(
                    $"The worker process of {_name} died {CrashCircuit.MostDeaths} times within {CrashCircuit.Window.TotalSeconds:0} s ({_health.Trouble}); it is tried again every {CrashCircuit.OpenFor.TotalSeconds:0} s. {_setup.FurtherAdvice}.");
            }

            if (!_isReady)
            {
                return false;
            }

            Span<Doorbell> bells = stackalloc Doorbell[calls.Length];
            for (var i = 0; i < calls.Length; i++)
            {
                _slots.Begin(calls[i]);
                bells[i] = new Doorbell(calls[i].Slot, calls[i].Sequence);
            }

            // Where it has just died, nobody reads this, and its end is noticed by the thread.
            _child!.Send(System.Runtime.InteropServices.MemoryMarshal.AsBytes(bells));
            return true;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _ready).Task.WaitAsync(_options.LongestWait, _options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException fault)
        {
            throw new WorkerLostException($"The worker process of {_name} is being started again ({_health.Trouble}); ask another one, or again.", fault);
        }
    }

    private void ReleaseMemory()
    {
        if (_slots.TryClose())
        {
            Memory.Dispose();
            _slots.Dispose();
        }
    }

    private readonly record struct Waiting(CancellationTokenRegistration Registration);
}
