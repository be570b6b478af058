using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Tests.Machines;

namespace Orleans.Camera.Placement.Tests.Silos;

public class MachineLookTests
{
    private static readonly SiloDevice _orin = ConfiguredDevice.Parse("shared-gpu 8GiB Orin Nano", 0)!;

    [Fact]
    public void A_container_is_what_it_may_use_and_not_its_host()
    {
        using var machine = new RecordedMachine("container-v2");

        var look = MachineLook.Of(machine.Files, GpuLook.None, [_orin]);

        Assert.Equal((1.5, 2_147_483_648), (look.Cpus!.Value, look.Memory!.Value));
        Assert.Equal([new SiloDevice("cpu", DeviceKind.Cpu, "", 2_147_483_648), new SiloDevice("gpu0", DeviceKind.Gpu, "Orin Nano", 8L << 30, SharesMemory: true)], look.Devices);
    }

    [Fact]
    public void What_NVML_knows_and_is_configured_too_counts_once_and_the_rest_follows()
    {
        using var machine = new RecordedMachine("bare-host");
        var gpus = new GpuLook([new GpuReading(0, 0, "MIG 1g.10gb", 10, 1, null, 40), new GpuReading(2, null, "T4", 16, 1, 0, 40)], "GPU 1 cannot be used");

        var look = MachineLook.Of(machine.Files, gpus, [ConfiguredDevice.Parse("gpu 16GiB T4", 0)!, _orin]);

        Assert.Equal(["cpu", "gpu0.0", "gpu2", "gpu3"], look.Devices.Select(device => device.Id));
        Assert.Equal("GPU 1 cannot be used", look.GpuFault);
    }

    [Theory]
    [InlineData("gpu 512MiB Some Card 3", false, "Some Card 3", 512L << 20)]
    [InlineData("shared-gpu 16 GiB T4", true, "T4", 16L << 30)]
    public void A_configured_device_is_understood(string text, bool sharesMemory, string name, long memory) =>
        Assert.Equal(new SiloDevice("gpu1", DeviceKind.Gpu, name, memory, sharesMemory), ConfiguredDevice.Parse(text, 1));

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("npu 8GiB Hailo")]
    [InlineData("gpu 8 T4")]
    [InlineData("gpu 0MiB T4")]
    [InlineData("gpu 99999999999GiB T4")]
    [InlineData("gpu 999999999999GiB T4")]
    [InlineData("gpu 8GiB a\u001bb")]
    public void One_that_makes_no_sense_is_none(string text) => Assert.Null(ConfiguredDevice.Parse(text, 0));
}
