using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Isolation;

internal sealed partial class WorkerHost
{
    private const int SignalBase = 128;
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(10);

    /// <summary>One child after the other.</summary>
    private void Live()
    {
        while (!_stop.IsSet)
        {
            var why = LiveOnce();
            var pause = End(why);
            if (_stop.IsSet)
            {
                break;
            }

            LogDied(_logger, _name, why, pause.TotalSeconds);
            _stop.Wait(pause);
        }

        _slots.FailAll($"The worker process of {_name} was ended; ask another one.");
        _first.TrySetException(new ModelException($"The worker process of {_name} was ended before it was ready."));
        _health = _health with { State = WorkerProcessState.Stopped, ProcessId = 0, Memory = 0 };
    }

    /// <returns>Why it ended, to go on after "it".</returns>
    private string LiveOnce()
    {
        WorkerChild child;
        _startedAt = _options.Time.GetTimestamp();
        try
        {
            child = WorkerChild.Start(_options.Command ?? OwnProgram.Command(), Memory, _options.MostMemory);
        }
        catch (IOException fault)
        {
            return $"cannot be started: {fault.Message}; install util-linux";
        }

        using (child)
        {
            lock (_gate)
            {
                _child = child;
                _health = _health with { State = WorkerProcessState.Starting, ProcessId = child.Id, Restarts = _health.Restarts + 1 };
            }

            if (_stop.IsSet)
            {
                return "was ended";
            }

            var log = new ChildLog(_logger, _name, _options.Time);
            var reader = new ChildReader(child, log);
            var what = Serve(child, reader);
            var status = child.End();
            reader.Finish();
            return child.KilledFor ?? what ?? Words(status, log);
        }
    }

    /// <returns>What it did that it must not; null where its output simply ended.</returns>
    private string? Serve(WorkerChild child, ChildReader reader)
    {
        child.Send(_setup.Write());
        try
        {
            var greeting = WorkerGreeting.Read(bytes => reader.Read(bytes.Span));
            greeting.RequireReady();
            Publish(greeting);
        }
        catch (InvalidDataException fault)
        {
            return fault.Message.Contains("cut off", StringComparison.Ordinal) ? null : $"greeted with nonsense ({fault.Message})";
        }
        catch (ModelException fault)
        {
            _first.TrySetException(fault);
            return $"cannot work: {fault.Message}";
        }

        while (reader.Read() is { IsEmpty: false } answers)
        {
            foreach (var answer in answers)
            {
                if (answer.Slot == Doorbell.Ping)
                {
                    Volatile.Write(ref _pingedAt, 0);
                }
                else if (!_slots.Answer(answer))
                {
                    return $"answered what it was not asked (slot {answer.Slot})";
                }
                else
                {
                    CountAnswer();
                }
            }
        }

        return null;
    }

    private void CountAnswer()
    {
        Interlocked.Increment(ref _answered);
        lock (_gate)
        {
            _circuit.Answered();
        }
    }

    private void Publish(WorkerGreeting greeting)
    {
        var start = _options.Time.GetElapsedTime(_startedAt);
        lock (_gate)
        {
            _isReady = !_stop.IsSet;
            _pingedAt = 0;
            _health = _health with { State = WorkerProcessState.Ready, Start = start, Memory = _child!.Memory(), CpuTime = _cpuBefore + _child.CpuTime() };
            _ready.TrySetResult();
        }

        LogReady(_logger, _name, _child.Id, start.TotalMilliseconds, greeting.Provider);
        _first.TrySetResult(greeting);
    }

    private TimeSpan End(string why)
    {
        TimeSpan pause;
        var isReady = false;
        lock (_gate)
        {
            (isReady, _isReady) = (_isReady, false);
            _child = null;
            _cpuBefore = _health.CpuTime;
            if (_ready.Task.IsCompleted && !_stop.IsSet)
            {
                _ready = NewReady();
            }

            pause = _circuit.Died();
            _health = _health with
            {
                State = _circuit.IsOpen ? WorkerProcessState.GivenUp : WorkerProcessState.Restarting,
                ProcessId = 0,
                Memory = 0,
                Trouble = $"it {why}",
            };
            if (_circuit.IsOpen)
            {
                _ready.TrySetResult(); // whoever waits is told so
            }
        }

        _slots.FailAll($"The worker process of {_name} was lost with the picture: it {why}.");
        if (!isReady)
        {
            _first.TrySetException(new ModelException(
                $"The worker process of {_name} was lost while it was starting: it {why}. {_setup.Advice}."));
        }

        return pause;
    }

    /// <summary>Looks after the child now and then.</summary>
    private void Look()
    {
        lock (_gate)
        {
            if (_child is not { } child || _stop.IsSet)
            {
                return;
            }

            var memory = child.Memory();
            _health = _health with { Memory = memory, CpuTime = _cpuBefore + child.CpuTime() };
            if (memory > _options.MostMemory)
            {
                child.Kill($"took {memory >> 20:N0} MiB of memory, where {_options.MostMemory >> 20:N0} MiB are allowed, and was killed");
            }
            else if (!_isReady && _options.Time.GetElapsedTime(_startedAt) > _options.LongestStart)
            {
                child.Kill($"was not ready within {_options.LongestStart.TotalSeconds:0.#} s and was killed");
            }
            else if (_slots.Oldest() > _longestAnswer)
            {
                child.Kill($"did not answer within {_longestAnswer.TotalSeconds:0.#} s and was killed");
            }
            else if (_isReady && _slots.InFlight == 0)
            {
                Ping(child);
            }
        }
    }

    private void Ping(WorkerChild child)
    {
        if (_pingedAt == 0)
        {
            _pingedAt = _options.Time.GetTimestamp();
            var bell = new Doorbell(Doorbell.Ping, 0);
            child.Send(MemoryMarshal.AsBytes(new ReadOnlySpan<Doorbell>(in bell)));
        }
        else if (_options.Time.GetElapsedTime(_pingedAt) > LongestPing)
        {
            child.Kill("gave no sign of life and was killed");
        }
    }

    private string Words(int status, ChildLog log)
    {
        var how = status > SignalBase ? $"was killed (signal {status - SignalBase})" : $"ended by itself with status {status}";
        return log.IsOutOfMemory ? $"wanted more than the {_options.MostMemory >> 20:N0} MiB of memory that are allowed, and {how}: {log.Complaint}"
            : log.Complaint is { } complaint ? $"{how}: {complaint}" : how;
    }

    [LoggerMessage(3020, LogLevel.Information, "Worker process of {Name} is ready: process {ProcessId}, after {Milliseconds:0} ms, {Provider}")]
    private static partial void LogReady(ILogger logger, string name, int processId, double milliseconds, string provider);

    [LoggerMessage(3021, LogLevel.Warning, "Worker process of {Name} {Why}; it is started again in {Seconds:0.0} s")]
    private static partial void LogDied(ILogger logger, string name, string why, double seconds);
}
