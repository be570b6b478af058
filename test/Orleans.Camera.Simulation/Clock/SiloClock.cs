namespace Orleans.Camera.Simulation.Clock;

/// <summary>The clock of one process. Its wall clock can jump; its timers stand still while it is frozen.</summary>
internal sealed class SiloClock(World world, Node node) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far its wall clock is off.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The right time at a moment of the world.</summary>
    public static DateTimeOffset At(TimeSpan moment) => Beginning + moment;

    public override long GetTimestamp() => world.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Beginning + world.Now + Offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(World world, Node node, Action act) : ITimer
    {
        private Due? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due?.Cancel();
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : world.After(dueTime, node, () => Fire(period));
            return true;
        }

        public void Dispose()
        {
            _due?.Cancel();
            _due = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimeSpan period)
        {
            _due = period > TimeSpan.Zero ? world.After(period, node, () => Fire(period)) : null;
            act();
        }
    }
}
