using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Concurrency;

namespace Orleans.Camera.Engine.Tests.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Each tick writes "tick N begins", waits at the gate "KEY tick N", and writes "tick N ends".</summary>
    Task StartAsync(bool interleave);

    /// <summary>Its first tick throws.</summary>
    Task StartFailingAsync();

    /// <summary>The first tick disposes the timer and writes whether its token is cancelled then.</summary>
    Task StartThatStopsItselfAsync();

    /// <summary>The first tick asks for a next one at once; the period alone would never bring it.</summary>
    Task StartThatChangesItselfAsync();

    Task CallAsync();

    [AlwaysInterleave]
    Task DeactivateAsync();
}

public sealed class TimerGrain(Journal journal) : Grain, ITimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private IGrainTimer? _timer;
    private CancellationToken _token;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public Task StartAsync(bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            async cancellation =>
            {
                var number = ++_ticks;
                _token = cancellation;
                journal.Write(Key, $"tick {number} begins");
                await journal.Gate($"{Key} tick {number}");
                journal.Write(Key, $"tick {number} ends");
            },
            new GrainTimerCreationOptions { DueTime = Soon, Period = Soon, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailingAsync()
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                journal.Write(Key, $"tick {++_ticks}");
                return _ticks == 1 ? throw new InvalidOperationException("a tick fails") : Task.CompletedTask;
            },
            Soon,
            Soon);
        return Task.CompletedTask;
    }

    public Task StartThatStopsItselfAsync()
    {
        _timer = this.RegisterGrainTimer(
            cancellation =>
            {
                _timer!.Dispose();
                journal.Write(Key, $"cancelled {cancellation.IsCancellationRequested}");
                return Task.CompletedTask;
            },
            Soon,
            Soon);
        return Task.CompletedTask;
    }

    public Task StartThatChangesItselfAsync()
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                journal.Write(Key, $"tick {++_ticks}");
                _timer!.Change(Soon, Timeout.InfiniteTimeSpan);
                return Task.CompletedTask;
            },
            Soon,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task CallAsync()
    {
        journal.Write(Key, "call");
        return Task.CompletedTask;
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write(Key, $"OnDeactivateAsync, timer cancelled: {_token.IsCancellationRequested}");
        return Task.CompletedTask;
    }
}
