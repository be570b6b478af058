using System.Diagnostics;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Tests.Machines;
using Orleans.Camera.Testing.Clocks;
using Xunit.Abstractions;

namespace Orleans.Camera.Placement.Tests.Silos;

public sealed class LoadMeterTests : IDisposable
{
    private readonly RecordedMachine _machine = new("container-v2");
    private readonly WatchedProcesses _watched = new();
    private readonly ManualClock _time = new();
    private readonly LoadMeter _meter;
    private readonly ITestOutputHelper _output;
    private SiloLoad? _last;

    public LoadMeterTests(ITestOutputHelper output)
    {
        _output = output;
        _meter = new LoadMeter("silo-1", _machine.Folder, _machine.Files, _watched, _time);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_first_reading_knows_amounts_and_no_rates()
    {
        var load = _meter.Read(gpus: null, work: null);

        Assert.Equal(("silo-1", 1.5, 800_000_000, 2_147_483_648), (load.Silo, load.CpuLimit!.Value, load.MemoryUsed!.Value, load.MemoryLimit!.Value));
        Assert.Equal((null, null, null, null, null), (load.Cpu, load.NetworkIn, load.NetworkOut, load.DiskIn, load.DiskOut));
        Assert.Null(load.Gpus);
        Assert.InRange(load.DiskFree!.Value, 1, load.DiskTotal!.Value);
    }

    [Fact]
    public void Rates_are_by_elapsed_time_and_follow_a_step_to_63_percent_in_the_time_of_smoothing()
    {
        _meter.Read(gpus: null, work: null);
        After(2, network: 5_000, usage: 1_000_000 + 300_000);
        Assert.Equal((1000, 0.1), (Rate(), Math.Round(Busy(), 9)));

        After(3, network: 5_000 + 6_000, usage: 1_300_000 + (3 * 1_500_000));
        Assert.Equal(1000 + (1000 * (1 - Math.Exp(-1))), Rate(), 6);
        Assert.Equal(0.1 + (0.9 * (1 - Math.Exp(-1))), Busy(), 6);
    }

    [Fact]
    public void A_counter_that_began_anew_tells_nothing_of_the_second_before()
    {
        _meter.Read(gpus: null, work: null);
        After(1, network: 4_000, usage: 1_000_000);
        After(1, network: 10, usage: 1_000_000);
        Assert.Equal(1000, Rate());
    }

    [Fact]
    public void Each_watched_process_is_told_while_it_lives_and_its_successor_is_not_taken_for_it()
    {
        Directory.CreateDirectory(_machine.Folder + "/proc/77");
        var watch = _watched.Add(77, "camera gate");
        Child(ticks: 100, started: 5);
        _meter.Read(gpus: null, work: null);
        Child(ticks: 150, started: 5);
        _time.Advance(TimeSpan.FromSeconds(1));
        var own = Assert.Single(_meter.Read(gpus: null, work: null).Processes);
        Assert.Equal((77, "camera gate", 0.5, TimeSpan.FromSeconds(1.5), 10L * Environment.SystemPageSize), (own.Process, own.Name, own.Cpu!.Value, own.CpuTime, own.Memory));

        Child(ticks: 900, started: 6);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Assert.Single(_meter.Read(gpus: null, work: null).Processes).Cpu);

        watch.Dispose();
        Assert.Empty(_meter.Read(gpus: null, work: null).Processes);
    }

    [Fact]
    public void GPUs_are_smoothed_and_one_that_does_not_tell_is_unknown()
    {
        _meter.Read(Gpus(0.2), work: null);
        _time.Advance(TimeSpan.FromSeconds(1));
        _meter.Read(Gpus(0.2), work: null);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0.2 + (0.8 * (1 - Math.Exp(-1))), _meter.Read(Gpus(1), work: null).Gpus![0].Utilisation!.Value, 6);
        Assert.Null(_meter.Read(Gpus(null), work: null).Gpus![0].Utilisation);
        Assert.Empty(_meter.Read(GpuLook.None, work: null).Gpus!);
    }

    /// <summary>0.5 % of a core is 5 ms a second; some 20 child processes are watched.</summary>
    [Fact]
    public void A_reading_costs_less_than_half_a_percent_of_a_core_and_little_memory()
    {
        var watched = new WatchedProcesses();
        foreach (var process in Process.GetProcesses().Take(20))
        {
            watched.Add(process.Id, process.ProcessName);
            process.Dispose();
        }

        var meter = new LoadMeter("silo-1", "/", new SystemFiles(), watched, TimeProvider.System);
        meter.Read(GpuLook.None, work: null);
        var (best, bytes) = (TimeSpan.MaxValue, 0L);
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            meter.Read(GpuLook.None, work: null);
            var taken = Stopwatch.GetElapsedTime(start);
            (best, bytes) = (taken < best ? taken : best, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        _output.WriteLine($"{best.TotalMilliseconds:0.00} ms and {bytes} bytes a reading, with {watched.All.Count} processes");
        Assert.True(best < TimeSpan.FromMilliseconds(5), $"{best.TotalMilliseconds:0.00} ms");
        Assert.True(bytes < 100_000, $"{bytes} bytes");
    }

    private void After(double seconds, long network, long usage)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _machine.Write("/proc/net/dev", $" eth0: {network} 1 0 0 0 0 0 0 400 1 0 0 0 0 0 0\n");
        _machine.Write("/sys/fs/cgroup/cpu.stat", $"usage_usec {usage}\n");
        _last = _meter.Read(gpus: null, work: null);
    }

    private double Rate() => _last!.NetworkIn!.Value;

    private double Busy() => _last!.Cpu!.Value;

    private void Child(long ticks, long started) =>
        _machine.Write("/proc/77/stat", $"77 (ffmpeg) S 1 1 1 0 -1 4194560 9 9 0 0 {ticks} 0 7 7 20 0 4 0 {started} 9999 10 1\n");

    private static GpuLook Gpus(double? utilisation) => new([new GpuReading(0, null, "T4", 16, 1, utilisation, 40)], null);
}
