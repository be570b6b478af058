using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Tests.Workers;

public sealed class PoolAlertsTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly List<AlertRecord> _published = [];
    private readonly List<AlertRecord> _told = [];
    private readonly PoolAlerts _alerts;

    public PoolAlertsTests() => _alerts = new PoolAlerts(
        AlertRules.Default,
        _told.Add,
        alert =>
        {
            _published.Add(alert);
            return Task.CompletedTask;
        },
        NullLogger.Instance);

    [Fact]
    public void A_busy_silo_is_told_after_ten_seconds_and_until_it_is_well_below_the_limit()
    {
        Look(0, 20, cpu: 0.85);
        var alert = Assert.Single(_alerts.Raised);
        Assert.Equal(("cpu", "silo north", false, _start), (alert.Rule, alert.Where, alert.IsCritical, alert.Since));
        Assert.Contains("85 %", alert.Text, StringComparison.Ordinal);

        Look(20, 40, cpu: 0.75);
        Assert.Single(_alerts.Raised);
        Look(40, 41, cpu: 0.65);
        Assert.Empty(_alerts.Raised);
        Assert.Equal([true, false], _published.Select(told => told.IsRaised));
    }

    [Fact]
    public void A_silo_that_is_gone_and_a_value_that_nobody_knows_are_no_alert()
    {
        Look(0, 20, cpu: 0.9);
        _alerts.Look([], [], [], _start.AddSeconds(21));
        Assert.Empty(_alerts.Raised);

        Look(30, 60, cpu: null);
        Assert.Empty(_alerts.Raised);
    }

    [Fact]
    public void A_worker_is_told_by_its_queue_its_latency_its_errors_and_its_end()
    {
        var sick = new WorkerEntry("people/1", "north", WorkerState.Busy, _start, _start)
        {
            Report = new WorkerReport { QueueLength = 120, LatencyP95 = TimeSpan.FromMilliseconds(600) }, ErrorRate = 0.1,
        };
        for (var second = 0; second < 10; second++)
        {
            _alerts.Look([], [(sick, null)], [], _start.AddSeconds(second));
        }

        Assert.Equal(["error-rate", "latency", "queue", "queue-long"], _alerts.Raised.Select(alert => alert.Rule).Order(StringComparer.Ordinal));
        _alerts.Look([], [(sick with { State = WorkerState.Failed }, null)], [], _start.AddSeconds(10));
        var dead = Assert.Single(_alerts.Raised);
        Assert.Equal(("worker-failed", "worker people/1", true), (dead.Rule, dead.Where, dead.IsCritical));
    }

    [Fact]
    public void The_memory_of_a_workers_own_process_is_told_as_a_silos_is()
    {
        var worker = new WorkerEntry("people/1", "north", WorkerState.Ready, _start, _start);
        for (var second = 0; second <= 10; second++)
        {
            _alerts.Look([], [(worker, new WorkerProcess(7, 90, 100, 0, "")), (worker with { Id = "people/2" }, null)], [], _start.AddSeconds(second));
        }

        var alert = Assert.Single(_alerts.Raised);
        Assert.Equal(("memory", "worker people/1", _start), (alert.Rule, alert.Where, alert.Since));
        Assert.Contains("90 % of its memory (limit 85 %)", alert.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_not_the_same_file_everywhere_is_told_until_it_is()
    {
        for (var second = 0; second <= 2; second++)
        {
            _alerts.Look([], [], [("people", "sha256 aaaa on north; bbbb on south")], _start.AddSeconds(second));
        }

        var alert = Assert.Single(_alerts.Raised);
        Assert.Equal(("model-differs", "model people", true), (alert.Rule, alert.Where, alert.IsCritical));
        Assert.Contains("aaaa on north; bbbb on south", alert.Text, StringComparison.Ordinal);
        _alerts.Look([], [], [], _start.AddSeconds(3));
        Assert.Empty(_alerts.Raised);
    }

    [Fact]
    public void Those_who_listen_are_told_of_each_once_as_the_stream_is()
    {
        Look(0, 20, cpu: 0.85);
        Look(20, 25, cpu: 0.5);
        Assert.Equal([true, false], _told.Select(told => told.IsRaised));
        Assert.Equal(_told, _published);
    }

    private void Look(int from, int to, double? cpu)
    {
        for (var second = from; second < to; second++)
        {
            var now = _start.AddSeconds(second);
            _alerts.Look([new SiloLoad("north", now, cpu, 2, 1, 2, 0, 0, 0, 0, 50, 100, 1, 1, [], [])], [], [], now);
        }
    }
}
