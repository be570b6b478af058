using System.Text;

namespace Orleans.Camera.Placement.Gpus;

/// <summary>
/// Asks NVML for GPUs. Where it is absent there is none; where it is broken there is none either, and a line that says so. It
/// never throws. Not thread safe.
/// </summary>
public sealed class GpuReader : IDisposable
{
    /// <summary>No machine has more; a driver that says so is broken.</summary>
    private const uint MostGpus = 64;

    private const uint MostParts = 16;
    private const int NameLength = 96; // NVML_DEVICE_NAME_V2_BUFFER_SIZE
    private const string Remedy = "see what nvidia-smi says; until this silo starts again no GPU is used";
    private readonly INvml? _nvml;
    private readonly string? _broken;

    /// <summary>Loads NVML.</summary>
    public GpuReader()
        : this(NvmlLibrary.Load(path: null, out var fault), fault)
    {
    }

    internal GpuReader(INvml? nvml, string? fault = null)
    {
        if (fault is not null)
        {
            _broken = $"NVML ({NvmlLibrary.FileName}) is there, but {fault}: {Remedy}";
        }
        else if (nvml is not null && nvml.Init() is var code and not NvmlCode.Success)
        {
            _broken = $"NVML ({NvmlLibrary.FileName}) does not start, {Reason(code)}: {Remedy}";
        }
        else
        {
            _nvml = nvml;
        }
    }

    /// <summary>Looks at every GPU. The driver may take its time.</summary>
    public GpuLook Look()
    {
        if (_nvml is null)
        {
            return _broken is null ? GpuLook.None : new GpuLook([], _broken);
        }

        if (_nvml.DeviceGetCount(out var count) is var code and not NvmlCode.Success)
        {
            return new GpuLook([], $"NVML cannot count the GPUs, {Reason(code)}: see what nvidia-smi says");
        }

        if (count > MostGpus)
        {
            return new GpuLook([], $"NVML speaks of {count} GPUs, more than any machine has: see what nvidia-smi says");
        }

        var gpus = new List<GpuReading>();
        string? fault = null;
        for (var index = 0u; index < count; index++)
        {
            code = _nvml.DeviceGetHandleByIndex(index, out var device);
            code = code == NvmlCode.Success ? Add(gpus, (int)index, device) : code;
            if (code != NvmlCode.Success)
            {
                fault ??= $"GPU {index} cannot be used, {Reason(code)}: see what nvidia-smi says; the others are used";
            }
        }

        return new GpuLook(gpus, fault);
    }

    public void Dispose() => _ = _nvml?.Shutdown();

    private NvmlCode Add(List<GpuReading> gpus, int index, nint device)
    {
        if (!IsDivided(device))
        {
            return Add(gpus, index, part: null, device);
        }

        // A divided GPU runs nothing as a whole.
        _ = _nvml!.DeviceGetMaxMigDeviceCount(device, out var count);
        for (var part = 0u; part < Math.Min(count, MostParts); part++)
        {
            if (_nvml.DeviceGetMigDeviceHandleByIndex(device, part, out var handle) == NvmlCode.Success
                && Add(gpus, index, (int)part, handle) is var code and not NvmlCode.Success)
            {
                return code;
            }
        }

        return NvmlCode.Success;
    }

    /// <summary>Memory must be told, for a GPU that has fallen off the bus tells its name still; the rest may be unknown.</summary>
    private NvmlCode Add(List<GpuReading> gpus, int index, int? part, nint device)
    {
        var code = _nvml!.DeviceGetMemoryInfo(device, out var memory);
        var hasMemory = code == NvmlCode.Success;
        if (!hasMemory && code != NvmlCode.NotSupported)
        {
            return code;
        }

        var isBusyKnown = _nvml.DeviceGetUtilizationRates(device, out var busy) == NvmlCode.Success;
        var isHeatKnown = _nvml.DeviceGetTemperature(device, out var celsius) == NvmlCode.Success;
        gpus.Add(new GpuReading(
            index,
            part,
            NameOf(device),
            hasMemory ? Bytes(memory.Total) : null,
            hasMemory ? Bytes(memory.Used) : null,
            isBusyKnown ? Math.Min(busy.Gpu, 100u) / 100.0 : null,
            isHeatKnown && celsius < 1000 ? (int)celsius : null));
        return NvmlCode.Success;
    }

    private bool IsDivided(nint device)
    {
        const uint Enabled = 1;
        return _nvml!.DeviceGetMigMode(device, out var mode) == NvmlCode.Success && mode == Enabled;
    }

    private string NameOf(nint device)
    {
        Span<byte> name = stackalloc byte[NameLength];
        name.Clear();
        if (_nvml!.DeviceGetName(device, name) != NvmlCode.Success)
        {
            return "NVIDIA GPU";
        }

        var end = name.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        return text.Length == 0 ? "NVIDIA GPU" : new string([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)]);
    }

    private static long Bytes(ulong bytes) => bytes > long.MaxValue ? long.MaxValue : (long)bytes;

    private static string Reason(NvmlCode code) => code switch
    {
        NvmlCode.DriverNotLoaded => "for NVIDIA's driver is not loaded",
        NvmlCode.VersionMismatch => "for library and driver are of different versions (was the driver updated without a restart?)",
        NvmlCode.NoPermission => "for this user may not use it (are the devices /dev/nvidia* given to the container?)",
        NvmlCode.GpuIsLost => "for it has fallen off the bus",
        NvmlCode.ResetRequired => "for it must be reset",
        NvmlCode.Timeout => "for the driver did not answer in time",
        NvmlCode.FunctionNotFound => "for the driver is too old",
        _ => FormattableString.Invariant($"code {(int)code}"),
    };
}
