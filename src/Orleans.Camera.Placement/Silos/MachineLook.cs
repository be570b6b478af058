using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Silos;

/// <summary>What this machine has, as far as this process may use it.</summary>
/// <param name="Devices">The processors first, then GPUs.</param>
/// <param name="Cpus">Processors, like 1.5 in a container; null where nobody knows.</param>
/// <param name="Memory">Bytes; null where nobody knows.</param>
/// <param name="GpuFault">What is wrong with a GPU or its driver; null where nothing is.</param>
public sealed record MachineLook(IReadOnlyList<SiloDevice> Devices, double? Cpus, long? Memory, string? GpuFault)
{
    /// <summary>Looks once.</summary>
    /// <param name="files">What the kernel says.</param>
    /// <param name="gpus">What NVML said.</param>
    /// <param name="configured">Devices that NVML does not know. One that it knows by the same name counts once.</param>
    public static MachineLook Of(SystemFiles files, GpuLook gpus, IReadOnlyList<SiloDevice> configured)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(gpus);
        ArgumentNullException.ThrowIfNull(configured);
        var cpu = new CpuMeter(files, TimeSpan.FromSeconds(1));
        cpu.Read(TimeSpan.Zero);
        var memory = new MemoryReader(files).Read().Limit;
        var devices = new List<SiloDevice> { new(SiloDevice.Cpu, DeviceKind.Cpu, "", memory) };
        devices.AddRange(gpus.Gpus.Select(gpu => new SiloDevice(gpu.Id, DeviceKind.Gpu, gpu.Name, gpu.MemoryTotal)));
        var next = gpus.Gpus.Count == 0 ? 0 : gpus.Gpus.Max(gpu => gpu.Index) + 1;
        foreach (var device in configured.Where(device => !gpus.Gpus.Any(gpu => string.Equals(gpu.Name, device.Name, StringComparison.Ordinal))))
        {
            devices.Add(device with { Id = FormattableString.Invariant($"gpu{next++}") });
        }

        return new MachineLook(devices, cpu.Limit, memory, gpus.Fault);
    }
}
