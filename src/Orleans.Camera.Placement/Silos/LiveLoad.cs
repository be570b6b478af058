using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Placement.Silos;

/// <summary>What a silo's load, as it is published every second and smoothed, means for one of its devices. Pure.</summary>
public static class LiveLoad
{
    /// <summary>With no more of its memory in use a device has room for two slots while one takes over from the other.</summary>
    private const double MostBeforeOverlap = 0.75;

    /// <returns>
    /// The busiest of processors, memory and, for a GPU, its cores and its memory, 0..1: a slot needs them all. What is unknown is
    /// left out; null where nothing is known.
    /// </returns>
    public static double? BusyOf(SiloLoad? load, string device) => load is null ? null
        : new[] { load.Cpu, MemoryOf(load), GpuOf(load, device)?.Utilisation, MemoryOf(GpuOf(load, device)) }.Max() is { } most ? Math.Clamp(most, 0, 1) : null;

    /// <returns>Whether there is memory for one slot more for a moment; false where nobody knows.</returns>
    public static bool MayOverlap(SiloLoad? load, string device) =>
        load is not null && MemoryOf(load) <= MostBeforeOverlap && (device == SiloDevice.Cpu || MemoryOf(GpuOf(load, device)) <= MostBeforeOverlap);

    private static GpuLoad? GpuOf(SiloLoad load, string device) => load.Gpus?.FirstOrDefault(gpu => gpu.Id == device);

    private static double? MemoryOf(SiloLoad load) => Share(load.MemoryUsed, load.MemoryLimit);

    private static double? MemoryOf(GpuLoad? gpu) => Share(gpu?.MemoryUsed, gpu?.MemoryTotal);

    private static double? Share(long? used, long? all) => all > 0 ? (double?)used / all : null;
}
