using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Tests.Machines;

public class CpuMeterTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("bare-host", 4.0)]
    [InlineData("container-v2", 1.5)]
    [InlineData("container-v1", 2.0)]
    [InlineData("nested-slice", 3.0)]
    public void The_processors_that_may_be_used_are_those_of_the_narrowest_limit(string name, double expected)
    {
        using var machine = new RecordedMachine(name);
        var meter = new CpuMeter(machine.Files, _second);

        meter.Read(TimeSpan.Zero);

        Assert.Equal(expected, meter.Limit);
        Assert.Null(meter.Busy);
    }

    [Fact]
    public void Without_a_limit_the_machine_itself_is_busy()
    {
        using var machine = new RecordedMachine("bare-host");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);

        machine.Write("/proc/stat", "cpu0 1075 0 0 1025 0 0\ncpu1 1000 0 0 1100 0 0\ncpu2 1000 0 0 1050 50 0\ncpu3 1000 0 0 1000 0 0 0 100\n");
        meter.Read(_second);

        Assert.Equal(0.4375, meter.Busy!.Value, 9); // 75 ticks worked and 100 stolen, of 400
    }

    [Fact]
    public void Only_the_processors_count_on_which_this_process_may_run()
    {
        using var machine = new RecordedMachine("bare-host");
        machine.Write("/proc/self/status", "Cpus_allowed_list:\t0,2\n");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);

        machine.Write("/proc/stat", "cpu0 1050 0 0 1050 0 0\ncpu1 1100 0 0 1000 0 0\ncpu2 1000 0 0 1100 0 0\ncpu3 1100 0 0 1000 0 0\n");
        meter.Read(_second);

        Assert.Equal(2, meter.Limit);
        Assert.Equal(0.25, meter.Busy!.Value, 9);
    }

    [Fact]
    public void In_a_container_its_own_time_counts_against_its_own_limit()
    {
        using var machine = new RecordedMachine("container-v2");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);

        machine.Write("/proc/stat", "cpu0 9000 0 0 2000 0 0\n");
        machine.Write("/sys/fs/cgroup/cpu.stat", "usage_usec 1750000\n");
        meter.Read(_second);

        Assert.Equal(0.5, meter.Busy!.Value, 9);
    }

    [Fact]
    public void So_it_does_in_one_of_version_1()
    {
        using var machine = new RecordedMachine("container-v1");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);

        machine.Write("/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "7500000000\n");
        meter.Read(_second);

        Assert.Equal(0.25, meter.Busy!.Value, 9);
    }

    [Fact]
    public void Of_nested_groups_the_one_counts_that_is_nearest_to_its_limit()
    {
        using var machine = new RecordedMachine("nested-slice");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);

        // The service uses 1 of its 4, the slice around it 2.7 of its 3.
        machine.Write("/sys/fs/c group/video.slice/video-cameras.slice/camera silo.service/cpu.stat", "usage_usec 2000000\n");
        machine.Write("/sys/fs/c group/video.slice/cpu.stat", "usage_usec 52700000\n");
        meter.Read(_second);

        Assert.Equal(0.9, meter.Busy!.Value, 9);
    }

    [Fact]
    public void What_nobody_tells_is_unknown()
    {
        using var machine = new RecordedMachine("container-v2");
        machine.Remove("/sys/fs/cgroup/cpu.stat");
        var meter = new CpuMeter(machine.Files, _second);
        meter.Read(TimeSpan.Zero);
        meter.Read(_second);
        Assert.Equal((null, 1.5), (meter.Busy, meter.Limit));

        var nowhere = new CpuMeter(new SystemFiles(machine.Folder + "/nowhere"), _second);
        nowhere.Read(_second);
        Assert.Equal((null, null), (nowhere.Busy, nowhere.Limit));
    }
}
