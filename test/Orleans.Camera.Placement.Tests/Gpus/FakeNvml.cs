using System.Text;
using Orleans.Camera.Placement.Gpus;

namespace Orleans.Camera.Placement.Tests.Gpus;

/// <summary>A GPU as a test wants it.</summary>
internal sealed class FakeGpu
{
    public byte[] Name { get; init; } = Encoding.UTF8.GetBytes("NVIDIA H100 80GB HBM3");

    public NvmlMemory Memory { get; set; } = new(Total: 85_520_809_984, Free: 85_000_000_000, Used: 520_809_984);

    public uint Utilisation { get; set; } = 40;

    public uint Celsius { get; init; } = 33;

    /// <summary>What every question about it answers.</summary>
    public NvmlCode Code { get; set; }

    /// <summary>What the question for its utilisation answers.</summary>
    public NvmlCode UtilisationCode { get; init; }

    /// <summary>The parts of a divided GPU; null where it is whole, and a part that is null is not in use.</summary>
    public IReadOnlyList<FakeGpu?>? Parts { get; init; }
}

/// <summary>An NVML whose GPUs and faults a test chooses. Handles count from 1; those of parts from 1001.</summary>
internal sealed class FakeNvml(params FakeGpu[] gpus) : INvml
{
    public NvmlCode InitCode { get; init; }

    public NvmlCode CountCode { get; init; }

    public uint? Count { get; init; }

    public int Shutdowns { get; private set; }

    public NvmlCode Init() => InitCode;

    public NvmlCode Shutdown()
    {
        Shutdowns++;
        return NvmlCode.Success;
    }

    public NvmlCode DeviceGetCount(out uint count)
    {
        count = Count ?? (uint)gpus.Length;
        return CountCode;
    }

    public NvmlCode DeviceGetHandleByIndex(uint index, out nint device)
    {
        device = (nint)index + 1;
        return gpus[index].Code;
    }

    public NvmlCode DeviceGetName(nint device, Span<byte> name)
    {
        var text = Of(device).Name;
        text.AsSpan(0, Math.Min(text.Length, name.Length)).CopyTo(name);
        return Of(device).Code;
    }

    public NvmlCode DeviceGetMemoryInfo(nint device, out NvmlMemory memory)
    {
        memory = Of(device).Memory;
        return Of(device).Code;
    }

    public NvmlCode DeviceGetUtilizationRates(nint device, out NvmlUtilization utilization)
    {
        utilization = new NvmlUtilization(Of(device).Utilisation, 0);
        return Of(device).UtilisationCode;
    }

    public NvmlCode DeviceGetTemperature(nint device, out uint celsius)
    {
        celsius = Of(device).Celsius;
        return Of(device).Code;
    }

    public NvmlCode DeviceGetMigMode(nint device, out uint current)
    {
        current = Of(device).Parts is null ? 0u : 1u;
        return Of(device).Code;
    }

    public NvmlCode DeviceGetMaxMigDeviceCount(nint device, out uint count)
    {
        count = (uint)Of(device).Parts!.Count;
        return NvmlCode.Success;
    }

    public NvmlCode DeviceGetMigDeviceHandleByIndex(nint device, uint index, out nint part)
    {
        part = (1000 * device) + (nint)index + 1;
        return Of(device).Parts![(int)index] is null ? NvmlCode.NotFound : NvmlCode.Success;
    }

    private FakeGpu Of(nint device) =>
        device > 1000 ? gpus[(device / 1000) - 1].Parts![(int)(device % 1000) - 1]! : gpus[device - 1];
}
