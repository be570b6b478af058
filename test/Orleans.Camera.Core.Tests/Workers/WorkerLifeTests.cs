using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Workers;

public class WorkerLifeTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly WorkerLedger _ledger = new();

    [Fact]
    public void The_life_of_a_worker()
    {
        // It initialises and registers.
        _ledger.Register("people/1", "north", At(0));
        Assert.Equal(WorkerState.Starting, State());
        Assert.False(WorkerLife.TakesPictures(State()));

        // It is well, and ready.
        Assert.True(_ledger.Heartbeat("people/1", "north", new WorkerReport(), At(1)));
        _ledger.Move("people/1", WorkerState.Ready, At(2));

        // It is given pictures, works on them, and reports.
        Assert.True(_ledger.Heartbeat("people/1", "north", new WorkerReport { InFlight = 3, Answered = 10, CpuTime = TimeSpan.FromSeconds(2) }, At(3)));
        Assert.Equal(WorkerState.Busy, State());
        Assert.Equal((600, 5), (Worker().PicturesPerMinute, Worker().Efficiency));

        // It is done, and goes on.
        Assert.True(_ledger.Heartbeat("people/1", "north", new WorkerReport { Answered = 18, Failed = 2 }, At(4)));
        Assert.Equal(WorkerState.Ready, State());
        Assert.InRange(Worker().ErrorRate, 0.001, 0.199);
        Assert.Equal(At(2), Worker().Since);

        // It falls silent: after three heartbeats it has failed.
        Assert.Empty(_ledger.FailSilent(At(6.9)));
        Assert.Equal("not heard of for 3 s", Assert.Single(_ledger.FailSilent(At(7))).Reason);
        Assert.Empty(_ledger.FailSilent(At(8)));
        Assert.False(_ledger.Heartbeat("people/1", "north", new WorkerReport(), At(8)), "whoever failed must register again");

        // It recovers, on another silo.
        _ledger.Register("people/1", "south", At(10));
        _ledger.Move("people/1", WorkerState.Ready, At(11));
        Assert.Equal((1, TimeSpan.FromSeconds(50)), (Worker().Failures, Worker().Uptime(At(60))));
        Assert.False(_ledger.Heartbeat("people/1", "north", new WorkerReport(), At(11)), "its former self is not it");

        // It is drained and forgotten.
        _ledger.Move("people/1", WorkerState.Draining, At(12));
        Assert.True(_ledger.Heartbeat("people/1", "south", new WorkerReport { InFlight = 1 }, At(13)));
        Assert.Equal(WorkerState.Draining, State());
        Assert.True(_ledger.Forget("people/1"));
        Assert.Empty(_ledger.Workers);
    }

    [Fact]
    public void What_a_worker_failed_is_forgotten_once_it_answers_and_not_before()
    {
        _ledger.Register("people/1", "north", At(0));
        _ledger.Heartbeat("people/1", "north", new WorkerReport { Answered = 1_000_000 }, At(1));
        for (var second = 2; second <= 31; second++)
        {
            _ledger.Heartbeat("people/1", "north", new WorkerReport { Answered = 1_000_000, Failed = 10 * second }, At(second));
        }

        Assert.InRange(Worker().ErrorRate, 0.9, 1);
        _ledger.Heartbeat("people/1", "north", new WorkerReport { Answered = 1_000_000, Failed = 310 }, At(60));
        Assert.InRange(Worker().ErrorRate, 0.9, 1);
        for (var second = 61; second <= 91; second++)
        {
            _ledger.Heartbeat("people/1", "north", new WorkerReport { Answered = 1_000_000 + second, Failed = 310 }, At(second));
        }

        Assert.InRange(Worker().ErrorRate, 0, 0.06);
    }

    [Fact]
    public void A_life_goes_only_where_a_life_goes()
    {
        var allowed = from one in Enum.GetValues<WorkerState>() from other in Enum.GetValues<WorkerState>() where WorkerLife.May(one, other) select $"{one}-{other}";

        Assert.Equal(
            [
                "Starting-Ready", "Starting-Draining", "Starting-Failed", "Ready-Busy", "Ready-Draining", "Ready-Failed",
                "Busy-Ready", "Busy-Draining", "Busy-Failed", "Draining-Failed", "Failed-Starting",
            ],
            allowed);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_and_changes_nothing()
    {
        _ledger.Register("people/1", "north", At(0));
        var version = _ledger.Version;

        var twice = Assert.Throws<InvalidOperationException>(() => _ledger.Register("people/1", "south", At(1)));
        var leap = Assert.Throws<InvalidOperationException>(() => _ledger.Move("people/1", WorkerState.Busy, At(1)));
        var unknown = Assert.Throws<InvalidOperationException>(() => _ledger.Move("cars/1", WorkerState.Ready, At(1)));

        Assert.Contains("is starting on silo 'north'; it cannot start on 'south'", twice.Message, StringComparison.Ordinal);
        Assert.Contains("is starting and cannot become busy", leap.Message, StringComparison.Ordinal);
        Assert.Contains("no worker 'cars/1'", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(version, _ledger.Version);
    }

    [Fact]
    public void Load_shares_add_up()
    {
        foreach (var (slot, answered) in ((int, long)[])[(1, 30), (2, 10)])
        {
            _ledger.Register($"people/{slot}", "north", At(0));
            _ledger.Heartbeat($"people/{slot}", "north", new WorkerReport { Answered = answered }, At(1));
        }

        Assert.Equal((0.75, 0.25, 0), (_ledger.LoadShare("people/1"), _ledger.LoadShare("people/2"), _ledger.LoadShare("nobody")));
    }

    private WorkerEntry Worker() => _ledger.Find("people/1")!;

    private WorkerState State() => Worker().State;

    private static DateTimeOffset At(double seconds) => _start.AddSeconds(seconds);
}
