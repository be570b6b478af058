using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>A loaded model: its inputs, outputs and metadata. <see cref="OnnxRun"/> runs it.</summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private readonly OrtHandle _session;

    private OnnxSession(OrtRuntime runtime, string model, OrtHandle session, ProviderReport provider)
    {
        Runtime = runtime;
        Model = model;
        Provider = provider;
        _session = session;
        Inputs = SessionShape.Read(runtime, session.Value, inputs: true);
        Outputs = SessionShape.Read(runtime, session.Value, inputs: false);
    }

    public OrtRuntime Runtime { get; }

    /// <summary>What the model is called in messages.</summary>
    public string Model { get; }

    public ProviderReport Provider { get; }

    public IReadOnlyList<TensorInfo> Inputs { get; }

    public IReadOnlyList<TensorInfo> Outputs { get; }

    internal OrtHandle Handle => _session;

    /// <summary>Loads a model that <see cref="OnnxFile"/> has checked.</summary>
    /// <param name="model">What the model is called in messages.</param>
    /// <param name="bytes">The whole file: loaded from memory, it has no folder in which it could name another file.</param>
    /// <exception cref="ModelException">No provider can run it, or it is no valid model.</exception>
    public static OnnxSession Create(OrtRuntime runtime, string model, ReadOnlySpan<byte> bytes, SessionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var refused = new List<RefusedProvider>();
        foreach (var provider in settings.Providers.Distinct())
        {
            if (!runtime.Providers.Contains(NativeName(provider), StringComparer.Ordinal))
            {
                refused.Add(new(provider, $"ONNX Runtime {runtime.Version} was built without it"));
                continue;
            }

            try
            {
                return Create(runtime, model, bytes, settings, provider, refused);
            }
            catch (OrtException fault) when (provider != ExecutionProvider.Cpu)
            {
                refused.Add(new(provider, OrtFaults.Provider(fault)));
            }
            catch (OrtException fault)
            {
                throw OrtFaults.Loading(model, fault);
            }
        }

        throw new ModelException(
            $"Model '{model}' can run on none of the wanted providers: "
            + $"{string.Join("; ", refused.Select(one => $"{ProviderReport.Name(one.Provider)}: {one.Reason}"))}; allow another one.");
    }

    /// <summary>A value of the model's own metadata, or null.</summary>
    public string? Metadata(string key)
    {
        nint opened;
        Runtime.Check(Runtime.Functions.SessionGetModelMetadata(_session.Value, &opened));
        using var metadata = new OrtHandle(opened, Runtime.Functions.ReleaseModelMetadata);
        byte* value;
        fixed (byte* text = OrtRuntime.Text(key))
        {
            Runtime.Check(Runtime.Functions.ModelMetadataLookupCustomMetadataMap(metadata.Value, Runtime.Allocator, text, &value));
        }

        return value is null ? null : Runtime.TakeText(value);
    }

    public void Dispose() => _session.Dispose();

    private static OnnxSession Create(
        OrtRuntime runtime,
        string model,
        ReadOnlySpan<byte> bytes,
        SessionSettings settings,
        ExecutionProvider provider,
        IReadOnlyList<RefusedProvider> refused)
    {
        using var options = SessionOptions.Create(runtime, settings, provider);
        nint created;
        fixed (byte* data = bytes)
        {
            runtime.Check(runtime.Functions.CreateSessionFromArray(
                runtime.Environment, data, (nuint)bytes.Length, options.Value, &created));
        }

        var session = new OrtHandle(created, runtime.Functions.ReleaseSession);
        try
        {
            return new OnnxSession(runtime, model, session, new ProviderReport(provider, refused));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static string NativeName(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.TensorRt => "TensorrtExecutionProvider",
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        _ => "CPUExecutionProvider",
    };
}
