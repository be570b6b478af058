using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Silos;

/// <summary>Makes a <see cref="SiloLoad"/> of one reading after another. Not thread safe.</summary>
/// <param name="silo">This silo's name.</param>
/// <param name="folder">Where it keeps its files.</param>
/// <param name="files">What the kernel says.</param>
/// <param name="watched">Its child processes.</param>
/// <param name="time">The clock.</param>
internal sealed class LoadMeter(string silo, string folder, SystemFiles files, WatchedProcesses watched, TimeProvider time)
{
    /// <summary>Long enough that one picture's work is no peak, short enough that overload shows within three seconds.</summary>
    public static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(3);

    private readonly CpuMeter _cpu = new(files, Smoothing);
    private readonly MemoryReader _memory = new(files);
    private readonly IoReader _io = new(files);
    private readonly CounterRate _received = new(Smoothing);
    private readonly CounterRate _sent = new(Smoothing);
    private readonly CounterRate _read = new(Smoothing);
    private readonly CounterRate _written = new(Smoothing);
    private readonly ProcessMeters _processes = new(files, watched, Smoothing);
    private readonly Dictionary<string, Smoothed> _gpus = new(StringComparer.Ordinal);
    private long? _last;

    /// <param name="gpus">The latest look; null while there is none.</param>
    /// <param name="work">What runs here.</param>
    public SiloLoad Read(GpuLook? gpus, ISiloWork? work)
    {
        var now = time.GetTimestamp();
        var span = _last is { } last ? time.GetElapsedTime(last, now) : TimeSpan.Zero;
        _last = now;
        _cpu.Read(span);
        var memory = _memory.Read();
        var network = _io.Network();
        _received.Add(network?.In, span);
        _sent.Add(network?.Out, span);
        var disks = _io.Disks();
        _read.Add(disks?.In, span);
        _written.Add(disks?.Out, span);
        var disk = SystemFiles.Disk(folder);
        return new SiloLoad(
            silo,
            time.GetUtcNow(),
            _cpu.Busy,
            _cpu.Limit,
            memory.Used,
            memory.Limit,
            _received.Value,
            _sent.Value,
            _read.Value,
            _written.Value,
            disk?.Free,
            disk?.Total,
            work?.Cameras ?? 0,
            work?.Slots ?? 0,
            gpus is null ? null : [.. gpus.Gpus.Select(gpu => LoadOf(gpu, span))],
            _processes.Read(span));
    }

    private GpuLoad LoadOf(GpuReading gpu, TimeSpan span)
    {
        if (!_gpus.TryGetValue(gpu.Id, out var busy))
        {
            _gpus[gpu.Id] = busy = new Smoothed(Smoothing);
        }

        if (gpu.Utilisation is { } utilisation)
        {
            busy.Add(utilisation, span);
        }
        else
        {
            busy.Forget();
        }

        return new GpuLoad(gpu.Id, gpu.Name, busy.Value, gpu.MemoryUsed, gpu.MemoryTotal, gpu.Celsius);
    }
}
