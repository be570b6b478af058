using System.Text;
using Orleans.Camera.Placement.Gpus;

namespace Orleans.Camera.Placement.Tests.Gpus;

public class GpuReaderTests
{
    [Fact]
    public void Every_GPU_tells_name_memory_utilisation_and_temperature()
    {
        using var reader = new GpuReader(new FakeNvml(new FakeGpu(), new FakeGpu { Name = "Tesla T4"u8.ToArray(), Utilisation = 100 }));

        var look = reader.Look();

        Assert.Null(look.Fault);
        Assert.Equal(
            [
                new GpuReading(0, null, "NVIDIA H100 80GB HBM3", 85_520_809_984, 520_809_984, 0.4, 33),
                new GpuReading(1, null, "Tesla T4", 85_520_809_984, 520_809_984, 1, 33),
            ],
            look.Gpus);
        Assert.Equal(["gpu0", "gpu1"], look.Gpus.Select(gpu => gpu.Id));
    }

    [Fact]
    public void A_divided_GPU_is_its_parts()
    {
        FakeGpu Part(string name) => new() { Name = Encoding.UTF8.GetBytes(name), Memory = new(10, 4, 6), UtilisationCode = NvmlCode.NotSupported };
        using var reader = new GpuReader(new FakeNvml(new FakeGpu(), new FakeGpu { Parts = [Part("MIG 1g.10gb"), null, Part("MIG 2g.20gb")] }));

        var gpus = reader.Look().Gpus;

        Assert.Equal(["gpu0", "gpu1.0", "gpu1.2"], gpus.Select(gpu => gpu.Id));
        Assert.Equal(("MIG 2g.20gb", 10L, 6L, null), (gpus[2].Name, gpus[2].MemoryTotal!.Value, gpus[2].MemoryUsed!.Value, gpus[2].Utilisation));
    }

    [Fact]
    public void Without_a_driver_there_is_no_GPU_and_nothing_to_say()
    {
        using var reader = new GpuReader(nvml: null);

        Assert.Equal(GpuLook.None, reader.Look());
    }

    [Theory]
    [InlineData(9, "driver is not loaded")]
    [InlineData(18, "different versions")]
    [InlineData(4, "this user may not")]
    [InlineData(13, "too old")]
    [InlineData(999, "code 999")]
    public void A_driver_that_does_not_start_gives_no_GPU_and_says_why(int code, string reason)
    {
        var nvml = new FakeNvml(new FakeGpu()) { InitCode = (NvmlCode)code };
        using var reader = new GpuReader(nvml);

        var look = reader.Look();

        Assert.Empty(look.Gpus);
        Assert.Contains(reason, look.Fault, StringComparison.Ordinal);
        Assert.Contains("nvidia-smi", look.Fault, StringComparison.Ordinal);
        reader.Dispose();
        Assert.Equal(0, nvml.Shutdowns); // what did not start is not ended
    }

    [Fact]
    public void One_GPU_that_is_lost_takes_no_other_along()
    {
        var lost = new FakeGpu { Code = NvmlCode.GpuIsLost };
        using var reader = new GpuReader(new FakeNvml(new FakeGpu(), lost, new FakeGpu()));

        var look = reader.Look();
        Assert.Equal(["gpu0", "gpu2"], look.Gpus.Select(gpu => gpu.Id));
        Assert.Contains("GPU 1 cannot be used, for it has fallen off the bus", look.Fault, StringComparison.Ordinal);

        lost.Code = NvmlCode.Success;
        Assert.Equal(3, reader.Look().Gpus.Count);
        Assert.Null(reader.Look().Fault);
    }

    [Fact]
    public void Names_that_are_cut_off_empty_or_hostile_are_shown_safely()
    {
        var longest = Enumerable.Repeat((byte)'x', 200).ToArray();
        using var reader = new GpuReader(new FakeNvml(
            new FakeGpu { Name = longest }, new FakeGpu { Name = [] }, new FakeGpu { Name = [(byte)'a', 27, 10, 0xFF] }));

        Assert.Equal([new string('x', 96), "NVIDIA GPU", "a??\uFFFD"], reader.Look().Gpus.Select(gpu => gpu.Name));
    }

    [Fact]
    public void Numbers_that_cannot_be_are_not_believed()
    {
        using var many = new GpuReader(new FakeNvml { Count = uint.MaxValue });
        Assert.Contains("4294967295 GPUs", many.Look().Fault, StringComparison.Ordinal);

        using var uncounted = new GpuReader(new FakeNvml { CountCode = NvmlCode.Unknown });
        Assert.Contains("cannot count", uncounted.Look().Fault, StringComparison.Ordinal);

        using var strange = new GpuReader(new FakeNvml(new FakeGpu { Utilisation = 4000, Celsius = 99999, Memory = new(ulong.MaxValue, 0, ulong.MaxValue) }));
        Assert.Equal(new GpuReading(0, null, "NVIDIA H100 80GB HBM3", long.MaxValue, long.MaxValue, 1, null), Assert.Single(strange.Look().Gpus));
    }
}
