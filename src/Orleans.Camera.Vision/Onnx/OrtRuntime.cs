using System.Runtime.InteropServices;
using System.Text;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>The loaded ONNX Runtime: its functions, its one environment and what every session shares. Thread safe.</summary>
internal sealed unsafe class OrtRuntime
{
    private const int LogNothingButFatal = 4; // faults come back as statuses; the library's own log would only repeat them
    private static readonly Lock Loading = new();
    private static OrtRuntime? s_loaded;

    private OrtRuntime(nint library, string path)
    {
        Path = path;
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var entry))
        {
            throw new ModelException($"'{path}' is no ONNX Runtime: it has no function OrtGetApiBase.");
        }

        var apiBase = (nint*)((delegate* unmanaged<nint>)entry)();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "";
        var table = ((delegate* unmanaged<uint, nint>)apiBase[0])(OrtFunctions.ApiVersion);
        if (table == 0)
        {
            throw new ModelException($"ONNX Runtime {Version} at '{path}' is too old; version 1.{OrtFunctions.ApiVersion} or newer is needed.");
        }

        Functions = new OrtFunctions((nint*)table);
        Providers = ReadProviders();
        Environment = CreateEnvironment();
        CpuMemory = CreateCpuMemory();
        nint allocator;
        Check(Functions.GetAllocatorWithDefaultOptions(&allocator));
        Allocator = allocator;
    }

    /// <summary>Where the library was found.</summary>
    public string Path { get; }

    /// <summary>For example <c>1.30.0</c>.</summary>
    public string Version { get; }

    /// <summary>The execution providers that the library was built with, in its own names.</summary>
    public IReadOnlyList<string> Providers { get; }

    public OrtFunctions Functions { get; }

    /// <summary>The environment lives as long as the process: the library allows only one.</summary>
    public nint Environment { get; }

    public nint CpuMemory { get; }

    /// <summary>The default allocator, which belongs to the library.</summary>
    public nint Allocator { get; }

    /// <summary>The runtime of this process, loaded by the first call.</summary>
    /// <param name="path">Path of the library; null to look for it. Ignored once one is loaded.</param>
    /// <exception cref="ModelException">It is missing, too old or cannot be loaded.</exception>
    public static OrtRuntime Get(string? path = null)
    {
        lock (Loading)
        {
            if (s_loaded is null)
            {
                var (library, found) = OrtLibrary.Load(path);
                s_loaded = new OrtRuntime(library, found);
            }

            return s_loaded;
        }
    }

    /// <summary>Turns a status into an exception.</summary>
    /// <exception cref="OrtException">The status is a fault.</exception>
    public void Check(nint status)
    {
        if (status != 0)
        {
            throw TakeFault(status);
        }
    }

    /// <summary>Reads a fault and releases its status.</summary>
    public OrtException TakeFault(nint status)
    {
        var fault = new OrtException(
            Functions.GetErrorCode(status), Marshal.PtrToStringUTF8((nint)Functions.GetErrorMessage(status)) ?? "");
        Functions.ReleaseStatus(status);
        return fault;
    }

    /// <summary>Reads a text that the library allocated, and frees it.</summary>
    public string TakeText(byte* text)
    {
        var read = Marshal.PtrToStringUTF8((nint)text) ?? "";
        Check(Functions.AllocatorFree(Allocator, text));
        return read;
    }

    /// <summary>A text as the library wants it: UTF-8 with a zero at its end.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private string[] ReadProviders()
    {
        byte** names;
        int count;
        Check(Functions.GetAvailableProviders(&names, &count));
        var read = new string[count];
        for (var i = 0; i < count; i++)
        {
            read[i] = Marshal.PtrToStringUTF8((nint)names[i]) ?? "";
        }

        Check(Functions.ReleaseAvailableProviders(names, count));
        return read;
    }

    private nint CreateEnvironment()
    {
        nint environment;
        fixed (byte* id = "camera\0"u8)
        {
            Check(Functions.CreateEnv(LogNothingButFatal, id, &environment));
        }

        return environment;
    }

    private nint CreateCpuMemory()
    {
        const int DeviceAllocator = 0;
        const int DefaultMemory = 0;
        nint memory;
        Check(Functions.CreateCpuMemoryInfo(DeviceAllocator, DefaultMemory, &memory));
        return memory;
    }
}
