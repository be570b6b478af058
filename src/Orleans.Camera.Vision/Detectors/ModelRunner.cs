using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Fills a model's input tensor and runs it, for every batch size that comes up. Not thread safe.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly InputFormat _format;
    private readonly RunLimit _limit;
    private readonly PictureTensor _tensor;
    private readonly NativeBuffer? _targetSizes;
    private readonly Letterbox[] _placements;
    private readonly OnnxRun?[] _runs;

    /// <param name="slots">The largest batch; ignored where the model fixes it.</param>
    /// <exception cref="ModelException">The model has an input that is neither a picture nor its size.</exception>
    public ModelRunner(OnnxSession session, InputFormat format, int slots, RunLimit limit)
    {
        _session = session;
        _format = format;
        _limit = limit;
        Slots = format.Batch > 0 ? format.Batch : slots;
        _tensor = new PictureTensor(format, Slots);
        _targetSizes = PictureInput.NeedsTargetSize(session) ? TargetSizes(format.Size, Slots) : null;
        _placements = new Letterbox[Slots];
        _runs = new OnnxRun?[Slots + 1];
    }

    /// <summary>Pictures of one run, at most.</summary>
    public int Slots { get; }

    public PictureSize Input => _format.Size;

    public InputFormat Format => _format;

    /// <summary>Puts a crop into a slot of the next run.</summary>
    public void Fill(int slot, Frame frame, PictureCrop crop) => _placements[slot] = _tensor.Fill(slot, frame, crop);

    /// <summary>Where the crop of a slot lies in the input.</summary>
    public Letterbox Placement(int slot) => _placements[slot];

    /// <summary>Pictures that a run of so many crops really has.</summary>
    public int BatchOf(int crops) => _format.Batch > 0 ? _format.Batch : crops;

    /// <summary>Runs the model on the first slots.</summary>
    /// <returns>Its outputs, all finite, valid until the next run.</returns>
    /// <exception cref="ModelException">It failed, took too long, or answered NaN or infinity.</exception>
    public IReadOnlyList<OutputTensor> Run(int crops, CancellationToken cancellationToken)
    {
        var batch = BatchOf(crops);
        var run = _runs[batch] ??= CreateRun(batch);
        run.Execute(cancellationToken);
        for (var i = 0; i < run.Outputs.Count; i++)
        {
            run.Outputs[i].RequireFinite(_session.Model);
        }

        return run.Outputs;
    }

    public void Dispose()
    {
        foreach (var run in _runs)
        {
            run?.Dispose();
        }

        _tensor.Dispose();
        _targetSizes?.Dispose();
    }

    private OnnxRun CreateRun(int batch)
    {
        var inputs = new (NativeBuffer, long[])[_session.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = PictureInput.IsTargetSize(_session.Inputs[i])
                ? (_targetSizes!, [batch, 2])
                : (_tensor.Data, _format.Shape(batch));
        }

        try
        {
            return new OnnxRun(_session, inputs, _limit);
        }
        catch (OrtException fault)
        {
            throw OrtFaults.Running(_session.Model, fault);
        }
    }

    private static NativeBuffer TargetSizes(PictureSize input, int slots)
    {
        var buffer = new NativeBuffer((long)slots * 2 * sizeof(long));
        var sizes = buffer.As<long>();
        for (var i = 0; i < slots; i++)
        {
            (sizes[2 * i], sizes[(2 * i) + 1]) = (input.Width, input.Height);
        }

        return buffer;
    }
}
