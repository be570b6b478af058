using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>
/// Runs a session again and again on the same input buffers, for one set of input shapes. The input is not copied, and
/// outputs whose shape the model fixes are written into buffers kept here; others are read where the library put them.
/// </summary>
/// <remarks>Not thread safe. Inputs are read at every run: their owner fills them before.</remarks>
internal sealed unsafe class OnnxRun : IDisposable
{
    private readonly OnnxSession _session;
    private readonly List<OrtHandle> _owned = [];
    private readonly List<NativeBuffer> _buffers = [];
    private readonly NativeBuffer _table;
    private readonly OutputTensor[] _outputs;
    private readonly long[][] _shapes;
    private readonly bool[] _isPrepared;
    private readonly RunGuard _guard;

    /// <param name="inputs">One for every input of the session, with its shape.</param>
    public OnnxRun(OnnxSession session, IReadOnlyList<(NativeBuffer Data, long[] Shape)> inputs, RunLimit limit)
    {
        _session = session;
        _outputs = [.. session.Outputs.Select(output => new OutputTensor(output.Name))];
        _shapes = [.. session.Outputs.Select(output => (long[])output.Shape.Clone())];
        _isPrepared = new bool[_outputs.Length];
        _table = new NativeBuffer((long)sizeof(nint) * 2 * (inputs.Count + _outputs.Length));
        _guard = new RunGuard(session.Runtime, session.Model, limit);
        for (var i = 0; i < inputs.Count; i++)
        {
            InputNames[i] = OwnText(session.Inputs[i].Name);
            Inputs[i] = OwnValue(inputs[i].Data, session.Inputs[i].Type, inputs[i].Shape);
        }

        for (var i = 0; i < _outputs.Length; i++)
        {
            OutputNames[i] = OwnText(session.Outputs[i].Name);
            Prepare(i, session.Outputs[i]);
        }
    }

    /// <summary>The outputs of the latest run.</summary>
    public IReadOnlyList<OutputTensor> Outputs => _outputs;

    // One table of pointers that never moves: input names, inputs, output names, outputs.
    private nint* InputNames => (nint*)_table.Data;

    private nint* Inputs => InputNames + _session.Inputs.Count;

    private nint* OutputNames => Inputs + _session.Inputs.Count;

    private nint* OutputValues => OutputNames + _outputs.Length;

    /// <summary>Runs the model once.</summary>
    /// <exception cref="ModelException">It failed, or took too long.</exception>
    public void Execute(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_table.IsClosed, this);
        cancellationToken.ThrowIfCancellationRequested();
        ReleaseAnswers();
        var runtime = _session.Runtime;
        var isHeld = false;
        try
        {
            _session.Handle.DangerousAddRef(ref isHeld);
            _guard.Begin(cancellationToken);
            var status = runtime.Functions.Run(
                _session.Handle.Value, _guard.Options, InputNames, Inputs, (nuint)_session.Inputs.Count, OutputNames, (nuint)_outputs.Length, OutputValues);
            _guard.End(status, cancellationToken);
            ReadAnswers();
        }
        finally
        {
            if (isHeld)
            {
                _session.Handle.DangerousRelease();
            }
        }
    }

    public void Dispose()
    {
        if (_table.IsClosed)
        {
            return;
        }

        ReleaseAnswers();
        _owned.ForEach(owned => owned.Dispose());
        _guard.Dispose();
        _buffers.ForEach(buffer => buffer.Dispose());
        _table.Dispose();
    }

    private nint OwnText(string text)
    {
        var bytes = OrtRuntime.Text(text);
        var buffer = new NativeBuffer(bytes.Length);
        _buffers.Add(buffer);
        bytes.CopyTo(buffer.As<byte>());
        return (nint)buffer.Data;
    }

    private nint OwnValue(NativeBuffer data, TensorType type, long[] shape)
    {
        var runtime = _session.Runtime;
        nint value;
        fixed (long* dimensions = shape)
        {
            runtime.Check(runtime.Functions.CreateTensorWithDataAsOrtValue(
                runtime.CpuMemory, data.Data, (nuint)data.Length, dimensions, (nuint)shape.Length, (int)type, &value));
        }

        _owned.Add(new OrtHandle(value, runtime.Functions.ReleaseValue));
        return value;
    }

    private void Prepare(int index, TensorInfo output)
    {
        if (!output.IsFixed || TensorTypes.SizeOf(output.Type) == 0)
        {
            return;
        }

        var buffer = new NativeBuffer((long)Count(output.Name, output.Shape) * TensorTypes.SizeOf(output.Type));
        _buffers.Add(buffer);
        OutputValues[index] = OwnValue(buffer, output.Type, output.Shape);
        _isPrepared[index] = true;
        _outputs[index].Set(output.Type, output.Shape, buffer.Data);
    }

    private void ReadAnswers()
    {
        var runtime = _session.Runtime;
        for (var i = 0; i < _outputs.Length; i++)
        {
            if (_isPrepared[i])
            {
                _outputs[i].Refresh();
                continue;
            }

            var type = SessionShape.Read(runtime, OutputValues[i], ref _shapes[i]);
            void* data = null;
            if (type != TensorType.Undefined)
            {
                runtime.Check(runtime.Functions.GetTensorMutableData(OutputValues[i], &data));
            }

            Count(_outputs[i].Name, _shapes[i]);
            _outputs[i].Set(type, _shapes[i], data);
        }
    }

    private int Count(string output, ReadOnlySpan<long> shape)
    {
        var count = TensorInfo.CountOf(shape);
        return count >= 0
            ? count
            : throw new ModelException(
                $"Model '{_session.Model}' has an output '{output}' of shape {TensorInfo.Describe(shape)}, which is too large for a detector; take another model.");
    }

    private void ReleaseAnswers()
    {
        for (var i = 0; i < _outputs.Length; i++)
        {
            if (!_isPrepared[i] && OutputValues[i] != 0)
            {
                _session.Runtime.Functions.ReleaseValue(OutputValues[i]);
                OutputValues[i] = 0;
            }
        }
    }
}
