namespace Orleans.Camera.Abstractions;

/// <summary>How busy a silo is, smoothed over some seconds. What is null is unknown, which is neither 0 nor "none".</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Time">When this was measured, UTC.</param>
/// <param name="Cpu">The busy part of the processors that it may use, 0..1: of its container's, where that is limited.</param>
/// <param name="CpuLimit">How many processors it may use, like 1.5.</param>
/// <param name="MemoryUsed">Bytes that cannot be had again, of the container where that is limited, else of the machine.</param>
/// <param name="MemoryLimit">Bytes that may be used.</param>
/// <param name="NetworkIn">Bytes received a second.</param>
/// <param name="NetworkOut">Bytes sent a second.</param>
/// <param name="DiskIn">Bytes read from disks a second.</param>
/// <param name="DiskOut">Bytes written to disks a second.</param>
/// <param name="DiskFree">Free bytes where the silo keeps its files.</param>
/// <param name="DiskTotal">All bytes there.</param>
/// <param name="Cameras">Cameras that it owns.</param>
/// <param name="Slots">Workers that run on it.</param>
/// <param name="Gpus">Its GPUs; null while nobody knows, empty where it has none.</param>
/// <param name="Processes">The child processes that work for it.</param>
[GenerateSerializer, Immutable, Alias("camera.silo-load")]
public sealed record SiloLoad(
    [property: Id(0)] string Silo,
    [property: Id(1)] DateTimeOffset Time,
    [property: Id(2)] double? Cpu,
    [property: Id(3)] double? CpuLimit,
    [property: Id(4)] long? MemoryUsed,
    [property: Id(5)] long? MemoryLimit,
    [property: Id(6)] double? NetworkIn,
    [property: Id(7)] double? NetworkOut,
    [property: Id(8)] double? DiskIn,
    [property: Id(9)] double? DiskOut,
    [property: Id(10)] long? DiskFree,
    [property: Id(11)] long? DiskTotal,
    [property: Id(12)] int Cameras,
    [property: Id(13)] int Slots,
    IReadOnlyList<GpuLoad>? Gpus,
    IReadOnlyList<ProcessLoad> Processes)
{
    // What C# makes of [a, b] cannot travel.
    [Id(14)]
    public IReadOnlyList<GpuLoad>? Gpus { get; init => field = value?.ToArray(); } = Gpus?.ToArray();

    [Id(15)]
    public IReadOnlyList<ProcessLoad> Processes { get; init => field = value.ToArray(); } = Processes.ToArray();

    /// <summary>Its work on pictures besides detecting; null where it does none.</summary>
    [Id(16)]
    public PictureWorkLoad? PictureWork { get; init; }

    /// <summary>What is wrong with its GPUs or their driver, and what to do; empty where nothing is.</summary>
    [Id(17)]
    public string GpuFault { get; init; } = "";
}

/// <summary>How work on pictures goes that costs processor time, like making JPEGs, and is done in child processes.</summary>
/// <param name="Waiting">Pictures that wait for a process.</param>
/// <param name="Refused">Pictures refused since the silo's start, because as many waited as may.</param>
/// <param name="Answered">Pictures worked on since then.</param>
/// <param name="HandOvers">How often pictures were handed to a process, several at once where several waited.</param>
/// <param name="Processes">Those that there are; none before the first picture.</param>
[GenerateSerializer, Immutable, Alias("camera.picture-work-load")]
public sealed record PictureWorkLoad(
    [property: Id(0)] int Waiting,
    [property: Id(1)] long Refused,
    [property: Id(2)] long Answered,
    [property: Id(3)] long HandOvers,
    IReadOnlyList<WorkerProcess> Processes)
{
    // What C# makes of [a, b] cannot travel.
    [Id(4)]
    public IReadOnlyList<WorkerProcess> Processes { get; init => field = value.ToArray(); } = Processes.ToArray();
}

/// <summary>How busy one GPU is, or one part of a divided one.</summary>
/// <param name="Id">What it is called in its silo, like <c>gpu0</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Utilisation">The part of the time in which it worked, 0..1, smoothed; null where it is not told.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="MemoryTotal">Bytes.</param>
/// <param name="Celsius">Its temperature.</param>
[GenerateSerializer, Immutable, Alias("camera.gpu-load")]
public sealed record GpuLoad(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] double? Utilisation,
    [property: Id(3)] long? MemoryUsed,
    [property: Id(4)] long? MemoryTotal,
    [property: Id(5)] int? Celsius);

/// <summary>What one child process uses.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Name">What it works for.</param>
/// <param name="Cpu">Processors that it keeps busy, smoothed: 1 is one whole processor.</param>
/// <param name="CpuTime">What it has used in all.</param>
/// <param name="Memory">Bytes of its own in memory.</param>
[GenerateSerializer, Immutable, Alias("camera.process-load")]
public sealed record ProcessLoad(
    [property: Id(0)] int Process,
    [property: Id(1)] string Name,
    [property: Id(2)] double? Cpu,
    [property: Id(3)] TimeSpan CpuTime,
    [property: Id(4)] long Memory);
