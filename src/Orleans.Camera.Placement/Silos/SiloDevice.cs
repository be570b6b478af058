using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Placement.Silos;

/// <summary>One device of a silo.</summary>
/// <param name="Id">Its name in the silo: <c>cpu</c>, <c>gpu0</c>, <c>gpu0.1</c> for a part of a divided GPU.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called; for processors empty.</param>
/// <param name="Memory">Bytes of its own, or that it may use; null where nobody knows.</param>
/// <param name="SharesMemory">Whether a GPU has the processors' memory and none of its own, as on boards of the Jetson class.</param>
public sealed record SiloDevice(string Id, DeviceKind Kind, string Name, long? Memory, bool SharesMemory = false)
{
    public const string Cpu = "cpu";

    public bool IsGpu => Kind == DeviceKind.Gpu;
}

/// <summary>A model that lies on a silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Of its file: models of one name must be the same everywhere.</param>
/// <param name="AllowsCpu">Whether its manifest lets it run without a GPU.</param>
/// <param name="Requires">What a device must have besides, by name, with spaces between; empty for nothing.</param>
public sealed record SiloModel(string Name, string Sha256, bool AllowsCpu = true, string Requires = "");

/// <summary>What a silo may use and take; null where there is no limit or nobody knows.</summary>
/// <param name="Cpus">Processors, like 1.5.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="MostCameras">Cameras it may own.</param>
/// <param name="MostSlots">Workers it may run.</param>
public sealed record SiloLimits(double? Cpus = null, long? Memory = null, int? MostCameras = null, int? MostSlots = null);
