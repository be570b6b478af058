using System.Runtime.InteropServices;

namespace Orleans.Camera.Placement.Gpus;

/// <summary>
/// The functions of NVML that are called, as NVIDIA documents them, without the prefix; each answers an <see cref="NvmlCode"/>.
/// Behind an interface, so that faults which no card at hand has can be tried.
/// </summary>
internal interface INvml
{
    NvmlCode Init();

    NvmlCode Shutdown();

    NvmlCode DeviceGetCount(out uint count);

    NvmlCode DeviceGetHandleByIndex(uint index, out nint device);

    /// <param name="name">Ends with a zero, where it fits.</param>
    NvmlCode DeviceGetName(nint device, Span<byte> name);

    NvmlCode DeviceGetMemoryInfo(nint device, out NvmlMemory memory);

    NvmlCode DeviceGetUtilizationRates(nint device, out NvmlUtilization utilization);

    /// <param name="celsius">Of the chip itself.</param>
    NvmlCode DeviceGetTemperature(nint device, out uint celsius);

    NvmlCode DeviceGetMigMode(nint device, out uint current);

    NvmlCode DeviceGetMaxMigDeviceCount(nint device, out uint count);

    NvmlCode DeviceGetMigDeviceHandleByIndex(nint device, uint index, out nint part);
}

/// <summary>What NVML answers (<c>nvmlReturn_t</c>); there are more.</summary>
internal enum NvmlCode
{
    Success = 0,
    Uninitialized = 1,
    InvalidArgument = 2,
    NotSupported = 3,
    NoPermission = 4,
    NotFound = 6,
    InsufficientSize = 7,
    DriverNotLoaded = 9,
    Timeout = 10,
    FunctionNotFound = 13,
    GpuIsLost = 15,
    ResetRequired = 16,
    VersionMismatch = 18,
    Unknown = 999,
}

/// <summary><c>nvmlMemory_t</c>, bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NvmlMemory(ulong Total, ulong Free, ulong Used);

/// <summary><c>nvmlUtilization_t</c>, percent of the last interval.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NvmlUtilization(uint Gpu, uint Memory);
