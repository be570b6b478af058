namespace Orleans.Camera.Vision.Onnx;

/// <summary>Builds the native session options.</summary>
internal static unsafe class SessionOptions
{
    private const int EveryOptimization = 99;

    /// <summary>Options for one provider, with the slower ones of the same device behind it.</summary>
    /// <exception cref="OrtException">The provider cannot be used.</exception>
    public static OrtHandle Create(OrtRuntime runtime, SessionSettings settings, ExecutionProvider provider)
    {
        nint created;
        runtime.Check(runtime.Functions.CreateSessionOptions(&created));
        var options = new OrtHandle(created, runtime.Functions.ReleaseSessionOptions);
        try
        {
            runtime.Check(runtime.Functions.SetSessionGraphOptimizationLevel(options.Value, EveryOptimization));
            runtime.Check(runtime.Functions.SetIntraOpNumThreads(options.Value, settings.Threads));
            runtime.Check(runtime.Functions.SetInterOpNumThreads(options.Value, 1));

            // Bytes that merely look like the library's own format are not taken for it: only ONNX was checked.
            AddEntry(runtime, options, "session.load_model_format\0"u8, "ONNX\0"u8);

            // A thread that waits by spinning takes a core from the other cameras.
            AddEntry(runtime, options, "session.intra_op.allow_spinning\0"u8, "0\0"u8);
            if (provider == ExecutionProvider.TensorRt)
            {
                AppendTensorRt(runtime, options, settings.Device);
            }

            if (provider != ExecutionProvider.Cpu)
            {
                AppendCuda(runtime, options, settings.Device);
            }

            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    private static void AddEntry(OrtRuntime runtime, OrtHandle options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyText = key)
        fixed (byte* valueText = value)
        {
            runtime.Check(runtime.Functions.AddSessionConfigEntry(options.Value, keyText, valueText));
        }
    }

    private static void AppendTensorRt(OrtRuntime runtime, OrtHandle options, int device)
    {
        nint created;
        runtime.Check(runtime.Functions.CreateTensorRtOptions(&created));
        using var provider = new OrtHandle(created, runtime.Functions.ReleaseTensorRtOptions);
        Update(runtime, runtime.Functions.UpdateTensorRtOptions, provider, device);
        runtime.Check(runtime.Functions.AppendTensorRt(options.Value, provider.Value));
    }

    private static void AppendCuda(OrtRuntime runtime, OrtHandle options, int device)
    {
        nint created;
        runtime.Check(runtime.Functions.CreateCudaOptions(&created));
        using var provider = new OrtHandle(created, runtime.Functions.ReleaseCudaOptions);
        Update(runtime, runtime.Functions.UpdateCudaOptions, provider, device);
        runtime.Check(runtime.Functions.AppendCuda(options.Value, provider.Value));
    }

    private static void Update(
        OrtRuntime runtime, delegate* unmanaged<nint, byte**, byte**, nuint, nint> update, OrtHandle provider, int device)
    {
        var number = OrtRuntime.Text(device.ToString());
        fixed (byte* key = "device_id\0"u8)
        fixed (byte* value = number)
        {
            byte*[] keys = [key];
            byte*[] values = [value];
            fixed (byte** keyTexts = keys)
            fixed (byte** valueTexts = values)
            {
                runtime.Check(update(provider.Value, keyTexts, valueTexts, 1));
            }
        }
    }
}
