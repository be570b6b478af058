using System.Globalization;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Cli.Doctor;

/// <summary>Shows what this machine, or the container that this is, lets a silo use.</summary>
internal static class MachineChecks
{
    public static IEnumerable<Finding> Of(MachineLook machine) =>
    [
        new Finding("CPU", Cpus(machine.Cpus)),
        new Finding("Memory", Memory(machine.Memory)),
        new Finding("GPU", Gpus(machine), machine.GpuFault ?? ""),
    ];

    private static string Cpus(double? cpus) => cpus switch
    {
        null => "unknown",
        1 => "1 processor may be used",
        { } some => string.Create(CultureInfo.InvariantCulture, $"{some:0.##} processors may be used"),
    };

    private static string Gpus(MachineLook machine)
    {
        var gpus = machine.Devices.Where(device => device.IsGpu).Select(gpu => $"{gpu.Id} {gpu.Name}, {Memory(gpu.Memory)}").ToArray();
        return gpus.Length > 0 ? string.Join("; ", gpus)
            : machine.GpuFault is null ? "none (no NVIDIA driver); the CPU is used"
            : "none that can be used; the CPU is used";
    }

    private static string Memory(long? bytes) => bytes is { } some
        ? string.Create(CultureInfo.InvariantCulture, $"{some / (double)(1L << 30):0.#} GiB")
        : "memory unknown";
}
