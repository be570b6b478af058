using System.Runtime.InteropServices;

namespace Orleans.Camera.Placement.Gpus;

/// <summary>NVML itself, a part of NVIDIA's driver. A function that this driver lacks answers so.</summary>
internal sealed unsafe class NvmlLibrary : INvml
{
    public const string FileName = "libnvidia-ml.so.1";
    private const int ChipSensor = 0;
    private readonly nint _library;
    private readonly delegate* unmanaged<NvmlCode> _init;
    private readonly delegate* unmanaged<NvmlCode> _shutdown;
    private readonly delegate* unmanaged<uint*, NvmlCode> _count;
    private readonly delegate* unmanaged<uint, nint*, NvmlCode> _handle;
    private readonly delegate* unmanaged<nint, byte*, uint, NvmlCode> _name;
    private readonly delegate* unmanaged<nint, NvmlMemory*, NvmlCode> _memory;
    private readonly delegate* unmanaged<nint, NvmlUtilization*, NvmlCode> _utilization;
    private readonly delegate* unmanaged<nint, int, uint*, NvmlCode> _temperature;
    private readonly delegate* unmanaged<nint, uint*, uint*, NvmlCode> _migMode;
    private readonly delegate* unmanaged<nint, uint*, NvmlCode> _migCount;
    private readonly delegate* unmanaged<nint, uint, nint*, NvmlCode> _migHandle;

    private NvmlLibrary(nint library)
    {
        _library = library;
        _init = (delegate* unmanaged<NvmlCode>)Find("nvmlInit_v2");
        _shutdown = (delegate* unmanaged<NvmlCode>)Find("nvmlShutdown");
        _count = (delegate* unmanaged<uint*, NvmlCode>)Find("nvmlDeviceGetCount_v2");
        _handle = (delegate* unmanaged<uint, nint*, NvmlCode>)Find("nvmlDeviceGetHandleByIndex_v2");
        _name = (delegate* unmanaged<nint, byte*, uint, NvmlCode>)Find("nvmlDeviceGetName");
        _memory = (delegate* unmanaged<nint, NvmlMemory*, NvmlCode>)Find("nvmlDeviceGetMemoryInfo");
        _utilization = (delegate* unmanaged<nint, NvmlUtilization*, NvmlCode>)Find("nvmlDeviceGetUtilizationRates");
        _temperature = (delegate* unmanaged<nint, int, uint*, NvmlCode>)Find("nvmlDeviceGetTemperature");
        _migMode = (delegate* unmanaged<nint, uint*, uint*, NvmlCode>)Find("nvmlDeviceGetMigMode");
        _migCount = (delegate* unmanaged<nint, uint*, NvmlCode>)Find("nvmlDeviceGetMaxMigDeviceCount");
        _migHandle = (delegate* unmanaged<nint, uint, nint*, NvmlCode>)Find("nvmlDeviceGetMigDeviceHandleByIndex");
    }

    /// <summary>Loads it. It is never unloaded: a call may hang in it for as long as the driver does.</summary>
    /// <param name="path">Another library, for tests.</param>
    /// <param name="fault">What is wrong with a library that is there; null where it is absent.</param>
    /// <returns>Null where it is absent or unusable.</returns>
    public static NvmlLibrary? Load(string? path, out string? fault)
    {
        fault = null;
        try
        {
            return new NvmlLibrary(NativeLibrary.Load(path ?? FileName));
        }
        catch (DllNotFoundException missing)
        {
            // The loader tells of a file that it could not find, or of one that it found and could not load.
            fault = missing.Message.Contains("cannot open shared object file: No such file", StringComparison.Ordinal) ? null : "it cannot be loaded";
            return null;
        }
        catch (BadImageFormatException)
        {
            fault = $"it is not built for {RuntimeInformation.ProcessArchitecture}";
            return null;
        }
    }

    public NvmlCode Init() => _init is null ? NvmlCode.FunctionNotFound : _init();

    public NvmlCode Shutdown() => _shutdown is null ? NvmlCode.FunctionNotFound : _shutdown();

    public NvmlCode DeviceGetCount(out uint count)
    {
        fixed (uint* at = &count)
        {
            *at = 0;
            return _count is null ? NvmlCode.FunctionNotFound : _count(at);
        }
    }

    public NvmlCode DeviceGetHandleByIndex(uint index, out nint device)
    {
        fixed (nint* at = &device)
        {
            *at = 0;
            return _handle is null ? NvmlCode.FunctionNotFound : _handle(index, at);
        }
    }

    public NvmlCode DeviceGetName(nint device, Span<byte> name)
    {
        fixed (byte* at = name)
        {
            return _name is null ? NvmlCode.FunctionNotFound : _name(device, at, (uint)name.Length);
        }
    }

    public NvmlCode DeviceGetMemoryInfo(nint device, out NvmlMemory memory)
    {
        fixed (NvmlMemory* at = &memory)
        {
            *at = default;
            return _memory is null ? NvmlCode.FunctionNotFound : _memory(device, at);
        }
    }

    public NvmlCode DeviceGetUtilizationRates(nint device, out NvmlUtilization utilization)
    {
        fixed (NvmlUtilization* at = &utilization)
        {
            *at = default;
            return _utilization is null ? NvmlCode.FunctionNotFound : _utilization(device, at);
        }
    }

    public NvmlCode DeviceGetTemperature(nint device, out uint celsius)
    {
        fixed (uint* at = &celsius)
        {
            *at = 0;
            return _temperature is null ? NvmlCode.FunctionNotFound : _temperature(device, ChipSensor, at);
        }
    }

    public NvmlCode DeviceGetMigMode(nint device, out uint current)
    {
        uint pending;
        fixed (uint* at = &current)
        {
            *at = 0;
            return _migMode is null ? NvmlCode.FunctionNotFound : _migMode(device, at, &pending);
        }
    }

    public NvmlCode DeviceGetMaxMigDeviceCount(nint device, out uint count)
    {
        fixed (uint* at = &count)
        {
            *at = 0;
            return _migCount is null ? NvmlCode.FunctionNotFound : _migCount(device, at);
        }
    }

    public NvmlCode DeviceGetMigDeviceHandleByIndex(nint device, uint index, out nint part)
    {
        fixed (nint* at = &part)
        {
            *at = 0;
            return _migHandle is null ? NvmlCode.FunctionNotFound : _migHandle(device, index, at);
        }
    }

    private nint Find(string name) => NativeLibrary.TryGetExport(_library, name, out var function) ? function : 0;
}
