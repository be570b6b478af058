using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

/// <summary>Opens models on the processor.</summary>
internal static class Session
{
    public static readonly SessionSettings OnCpu = new() { Providers = [ExecutionProvider.Cpu] };

    public static OnnxSession Open(byte[] model)
    {
        OnnxFile.Check("test", model);
        return OnnxSession.Create(OrtRuntime.Get(), "test", model, OnCpu);
    }

    /// <summary>A buffer that holds these values.</summary>
    public static NativeBuffer Buffer(params float[] values)
    {
        var buffer = new NativeBuffer(sizeof(float) * values.Length);
        values.CopyTo(buffer.As<float>());
        return buffer;
    }

    /// <summary>Memory of this process that lies in RAM, in bytes.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]);
        return pages * Environment.SystemPageSize;
    }
}
