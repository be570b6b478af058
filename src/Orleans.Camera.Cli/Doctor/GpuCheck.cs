using System.Runtime.InteropServices;

namespace Orleans.Camera.Cli.Doctor;

/// <summary>Asks NVML (libnvidia-ml.so.1, part of NVIDIA's driver) for GPUs. Where it is absent there is none.</summary>
internal static unsafe class GpuCheck
{
    private const int NameLength = 96;

    public static Finding Look()
    {
        if (!NativeLibrary.TryLoad("libnvidia-ml.so.1", out var library))
        {
            return new Finding("GPU", "none (no NVIDIA driver); the CPU is used");
        }

        try
        {
            return new Finding("GPU", string.Join(", ", NamesFrom(library)));
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or InvalidOperationException)
        {
            return new Finding("GPU", "NVIDIA driver, no answer", $"look at nvidia-smi: {exception.Message}");
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    private static List<string> NamesFrom(nint library)
    {
        var init = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlInit_v2");
        var shutdown = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlShutdown");
        var countOf = (delegate* unmanaged<uint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetCount_v2");
        var handleOf = (delegate* unmanaged<uint, nint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetHandleByIndex_v2");
        var nameOf = (delegate* unmanaged<nint, byte*, uint, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetName");
        Require(init(), "nvmlInit");
        try
        {
            uint count;
            Require(countOf(&count), "nvmlDeviceGetCount");
            var names = new List<string>();
            var name = stackalloc byte[NameLength];
            for (uint i = 0; i < count; i++)
            {
                nint device;
                Require(handleOf(i, &device), "nvmlDeviceGetHandleByIndex");
                Require(nameOf(device, name, NameLength), "nvmlDeviceGetName");
                names.Add(Marshal.PtrToStringUTF8((nint)name) ?? "?");
            }

            return names.Count > 0 ? names : ["none"];
        }
        finally
        {
            _ = shutdown();
        }
    }

    private static void Require(int answer, string call)
    {
        if (answer != 0)
        {
            throw new InvalidOperationException($"{call} answered {answer}");
        }
    }
}
