using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>What runs a model: the processors, or one GPU.</summary>
/// <param name="Gpu">Which GPU, as CUDA counts; null for the processors.</param>
public sealed record ModelDevice(int? Gpu)
{
    public static readonly ModelDevice Cpu = new((int?)null);

    /// <summary>A slot of a GPU never runs on the processors by accident.</summary>
    internal IReadOnlyList<ExecutionProvider> Providers => Gpu is null ? [ExecutionProvider.Cpu] : [ExecutionProvider.TensorRt, ExecutionProvider.Cuda];

    internal int Index => Gpu ?? 0;
}

/// <summary>A model in memory, held for one slot. Not thread safe; end its detectors first.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly LoadedModel _model;
    private Action? _end;

    internal ModelLease(LoadedModel model, Action end) => (_model, _end) = (model, end);

    public string Sha256 => _model.Sha256;

    /// <summary>Size of the model's input.</summary>
    public PictureSize InputSize => _model.InputSize;

    /// <summary>The box within which it looks at a picture, keeping its aspect ratio; empty where it stretches them.</summary>
    public PictureSize Box => _model.Box;

    /// <summary>A detector of its own, which shares the model. It ends before the lease does.</summary>
    public OnnxDetector CreateDetector()
    {
        ObjectDisposedException.ThrowIf(_end is null, this);
        return _model.CreateDetector(endsWithIt: false);
    }

    /// <summary>One that takes pictures of several cameras at once; null where the model takes one at a time. It ends before the lease does.</summary>
    public OnnxDetector? CreateBatchDetector()
    {
        ObjectDisposedException.ThrowIf(_end is null, this);
        return _model.CreateBatchDetector();
    }

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
