using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Tests.Machines;

public class MemoryAndIoTests
{
    [Theory]
    [InlineData("bare-host", 4_000_000L * 1024, 16_000_000L * 1024)]
    [InlineData("container-v2", 800_000_000, 2_147_483_648)]
    [InlineData("container-v1", 500_000_000, 1_073_741_824)]
    [InlineData("nested-slice", 3_999_000_000, 4_294_967_296)]
    public void Memory_is_that_of_the_narrowest_limit_without_cache_that_can_be_had_again(string name, long used, long limit)
    {
        using var machine = new RecordedMachine(name);

        Assert.Equal(new MemoryUse(used, limit), new MemoryReader(machine.Files).Read());
    }

    [Fact]
    public void Memory_that_nobody_tells_is_unknown_and_not_0()
    {
        using var machine = new RecordedMachine("container-v2");
        machine.Remove("/sys/fs/cgroup/memory.current");
        Assert.Equal(new MemoryUse(null, 2_147_483_648), new MemoryReader(machine.Files).Read());

        machine.Write("/proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: many\n");
        machine.Remove("/sys/fs/cgroup/memory.max");
        Assert.Equal(new MemoryUse(null, 1_024_000), new MemoryReader(machine.Files).Read());

        machine.Remove("/proc/meminfo");
        Assert.Equal(default, new MemoryReader(machine.Files).Read());
    }

    [Theory]
    [InlineData("bare-host", 105_000, 20_600)] // devices alone: neither loopback nor bridge
    [InlineData("container-v2", 3_000, 400)] // no device: all but the loopback
    public void Each_byte_of_the_network_counts_once(string name, long received, long sent)
    {
        using var machine = new RecordedMachine(name);

        Assert.Equal(new IoBytes(received, sent), new IoReader(machine.Files).Network());
    }

    [Theory]
    [InlineData("bare-host", 2000 * 512, 4000 * 512)] // the disk alone: neither its partition nor the volume on it
    [InlineData("container-v2", 1050, 206)]
    [InlineData("container-v1", 4096, 512)]
    public void Each_byte_of_the_disks_counts_once(string name, long read, long written)
    {
        using var machine = new RecordedMachine(name);

        Assert.Equal(new IoBytes(read, written), new IoReader(machine.Files).Disks());
    }

    [Fact]
    public void Disks_are_the_machines_where_the_outermost_group_of_version_1_counts_none()
    {
        using var machine = new RecordedMachine("container-v1");
        machine.Write("/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes_recursive", "Total 0\n");
        machine.Write("/proc/diskstats", " 8 0 sda 1 1 3 1 1 1 5 1 1 1 1\n");
        Directory.CreateDirectory(machine.Folder + "/sys/block/sda/device");

        Assert.Equal(new IoBytes(3 * 512, 5 * 512), new IoReader(machine.Files).Disks());
    }

    [Fact]
    public void A_network_and_disks_that_nobody_tells_of_are_unknown()
    {
        using var machine = new RecordedMachine("nested-slice");
        var reader = new IoReader(machine.Files);

        Assert.Null(reader.Network());
        Assert.Null(reader.Disks());
    }

    [Fact]
    public void A_name_of_a_process_cannot_hide_what_it_uses()
    {
        var text = "77 (a) b) R 1 (x\n) S 1 1 1 0 -1 4194560 9 9 0 0 250 50 7 7 20 0 4 0 123456 9999 2000 18446744073709551615 1 1\n"u8;

        Assert.Equal(new ProcessUse(TimeSpan.FromSeconds(3), 2000 * 4096, 123456), ProcessReader.Parse(text, pageSize: 4096));
    }

    [Fact]
    public void This_machine_tells_of_itself_and_of_this_process()
    {
        var files = new SystemFiles();
        var memory = new MemoryReader(files).Read();
        var own = ProcessReader.Read(files, Environment.ProcessId)!.Value;

        Assert.InRange(memory.Used!.Value, 1 << 20, memory.Limit!.Value);
        Assert.InRange(own.Memory, 10 << 20, 4L << 30);
        Assert.True(own.CpuTime > TimeSpan.Zero);
        Assert.Null(ProcessReader.Read(files, int.MaxValue));
        Assert.True(SystemFiles.Disk("/")!.Value.Total > 0);
        Assert.Null(SystemFiles.Disk("nowhere\0"));
    }
}
