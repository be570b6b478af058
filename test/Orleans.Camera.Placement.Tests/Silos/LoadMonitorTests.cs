using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Tests.Machines;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Placement.Tests.Silos;

public sealed class LoadMonitorTests : IDisposable
{
    private readonly RecordedMachine _machine = new("container-v2");
    private readonly ManualClock _time = new();
    private readonly Lines _lines = new();
    private readonly Sink _sink = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Every_measurement_is_kept_and_published_with_the_silos_work()
    {
        using var monitor = Monitor(() => GpuLook.None, new Work(3, 2));
        Assert.Null(monitor.Current);

        monitor.Measure(CancellationToken.None);

        Assert.Equal((3, 2), (monitor.Current!.Cameras, monitor.Current.Slots));
        Assert.Same(monitor.Current, Assert.Single(_sink.Loads));
    }

    [Fact]
    public async Task A_sink_that_is_slow_gets_the_newest_load_next_and_not_all_of_them()
    {
        using var monitor = Monitor(() => GpuLook.None);
        _sink.Gate = new TaskCompletionSource();
        monitor.Measure(CancellationToken.None);
        monitor.Measure(CancellationToken.None);
        monitor.Measure(CancellationToken.None);
        Assert.Single(_sink.Loads);

        _sink.Gate.SetResult();
        await Until(() =>
        {
            monitor.Measure(CancellationToken.None);
            return _sink.Loads.Count > 1;
        });

        Assert.Same(monitor.Current, _sink.Loads[1]);
    }

    [Fact]
    public void A_sink_that_fails_disturbs_nothing()
    {
        using var monitor = Monitor(() => GpuLook.None);
        _sink.Fault = new InvalidOperationException("no registry");

        monitor.Measure(CancellationToken.None);
        monitor.Measure(CancellationToken.None);

        Assert.Equal(2, _sink.Loads.Count);
        Assert.Contains("Debug This silo's load cannot be published (no registry); the next one is tried in a second", _lines.All);
    }

    [Fact]
    public async Task A_broken_driver_is_told_once_and_all_else_goes_on()
    {
        var asked = new SemaphoreSlim(0);
        using var monitor = Monitor(() =>
        {
            asked.Release();
            return new GpuLook([], "NVML is there, but it cannot be loaded");
        });

        // The first answer may come while the second is measured: whichever it is, all are asked for and come.
        for (var i = 0; i < 4; i++)
        {
            monitor.Measure(CancellationToken.None);
            await asked.WaitAsync(TimeSpan.FromSeconds(30));
            await Until(() =>
            {
                monitor.Measure(CancellationToken.None);
                return monitor.Current!.Gpus is { Count: 0 };
            });
        }

        Assert.Equal(["Warning NVML is there, but it cannot be loaded"], _lines.All);
        Assert.NotNull(monitor.Current!.MemoryUsed);
    }

    [Fact]
    public async Task A_driver_that_hangs_holds_up_nothing_and_its_values_become_unknown()
    {
        using var hang = new ManualResetEventSlim();
        var looks = 0;
        using var monitor = Monitor(() =>
        {
            if (Interlocked.Increment(ref looks) > 1)
            {
                hang.Wait();
            }

            return new GpuLook([new GpuReading(0, null, "T4", 16, 1, 0.5, 40)], null);
        });
        await Until(() =>
        {
            monitor.Measure(CancellationToken.None);
            return monitor.Current!.Gpus is { Count: 1 };
        });

        _time.Advance(TimeSpan.FromSeconds(6));
        monitor.Measure(CancellationToken.None);

        Assert.Null(monitor.Current!.Gpus);
        Assert.Equal(["Warning NVIDIA's driver does not answer: see what nvidia-smi says"], _lines.All);
        hang.Set();
    }

    [Fact]
    public void A_driver_that_never_answers_is_told_of_too()
    {
        using var hang = new ManualResetEventSlim();
        using var monitor = Monitor(() =>
        {
            hang.Wait();
            return GpuLook.None;
        });
        monitor.Measure(CancellationToken.None);
        Assert.Empty(_lines.All);

        _time.Advance(TimeSpan.FromSeconds(6));
        monitor.Measure(CancellationToken.None);
        monitor.Measure(CancellationToken.None);

        Assert.Equal("NVIDIA's driver does not answer: see what nvidia-smi says", monitor.Current!.GpuFault);
        Assert.Equal(["Warning NVIDIA's driver does not answer: see what nvidia-smi says"], _lines.All);
        hang.Set();
    }

    private LoadMonitor Monitor(Func<GpuLook> look, ISiloWork? work = null) => new(
        new LoadMeter("silo-1", _machine.Folder, _machine.Files, new WatchedProcesses(), _time), new GpuWatch(look, _time), _time, _lines, work, _sink);

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed record Work(int Cameras, int Slots) : ISiloWork;

    private sealed class Sink : ILoadSink
    {
        public List<SiloLoad> Loads { get; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public Exception? Fault { get; set; }

        public async ValueTask PublishAsync(SiloLoad load, CancellationToken cancellationToken)
        {
            Loads.Add(load);
            await (Gate?.Task ?? Task.CompletedTask);
            if (Fault is not null)
            {
                throw Fault;
            }
        }
    }

    private sealed class Lines : ILogger<LoadMonitor>
    {
        private readonly ConcurrentQueue<string> _all = [];

        public IEnumerable<string> All => _all;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue($"{logLevel} {formatter(state, exception)}");
    }
}
