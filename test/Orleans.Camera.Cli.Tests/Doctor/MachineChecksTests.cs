using Orleans.Camera.Cli.Doctor;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Cli.Tests.Doctor;

public class MachineChecksTests
{
    private static readonly SiloDevice _cpu = new("cpu", DeviceKind.Cpu, "", 2L << 30);

    [Fact]
    public void What_a_container_may_use_is_shown_and_its_GPUs_with_their_memory()
    {
        var look = new MachineLook([_cpu, new("gpu0", DeviceKind.Gpu, "T4", 16L << 30), new("gpu1", DeviceKind.Gpu, "Odd", null)], 1.5, 2L << 30, GpuFault: null);

        Assert.Equal(
            [
                new Finding("CPU", "1.5 processors may be used"),
                new Finding("Memory", "2 GiB"),
                new Finding("GPU", "gpu0 T4, 16 GiB; gpu1 Odd, memory unknown"),
            ],
            MachineChecks.Of(look));
    }

    [Fact]
    public void A_broken_driver_is_told_with_what_to_do_and_unknown_is_not_0()
    {
        var findings = MachineChecks.Of(new MachineLook([_cpu with { Memory = null }], null, null, "NVML does not start: see what nvidia-smi says")).ToArray();

        Assert.Equal(["unknown", "memory unknown", "none that can be used; the CPU is used"], findings.Select(finding => finding.Found));
        Assert.Equal("NVML does not start: see what nvidia-smi says", findings[2].NextStep);
        Assert.False(findings[2].IsNeeded);
    }

    [Fact]
    public async Task The_doctor_shows_a_GPU_that_only_the_configuration_knows()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["silo.json"], """{ "Camera": { "Devices": ["shared-gpu 8GiB Orin Nano"] } }""");

        var run = await Invocation.OfAsync("doctor", "--config", folder["silo.json"]);

        Assert.Contains("Orin Nano, 8 GiB", run.Output, StringComparison.Ordinal);
    }
}
