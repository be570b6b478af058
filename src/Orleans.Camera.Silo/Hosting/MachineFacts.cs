using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>What a silo on this machine would have.</summary>
public static class MachineFacts
{
    /// <summary>Asks kernel and driver once.</summary>
    /// <param name="configured">GPUs of which no driver tells.</param>
    public static MachineLook Look(IReadOnlyList<SiloDevice> configured)
    {
        using var gpus = new GpuReader();
        return MachineLook.Of(new SystemFiles(), gpus.Look(), configured);
    }
}
