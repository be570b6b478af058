using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Benchmarks.Detecting;

/// <summary>What detection is held against: ONNX Runtime's own <c>Run</c>, again and again, on a tensor that is ready.</summary>
internal sealed unsafe class BareLoop : IDisposable
{
    private readonly OnnxSession _session;
    private readonly NativeBuffer _input;
    private readonly NativeBuffer _names;
    private readonly OrtHandle _value;

    /// <param name="model">The file, checked.</param>
    /// <param name="settings">The same as those of the detector.</param>
    public BareLoop(byte[] model, SessionSettings settings)
    {
        var runtime = OrtRuntime.Get();
        _session = OnnxSession.Create(runtime, "bare", model, settings);
        if (_session.Inputs.Count != 1 || _session.Outputs.Count != 1)
        {
            throw new BenchException("the detection row needs a model with one input and one output.");
        }

        var format = InputFormat.Of("bare", _session.Inputs[0], wanted: null, new ModelInput());
        var shape = format.Shape(batch: 1);
        _input = new NativeBuffer((long)format.SlotLength * TensorTypes.SizeOf(format.Type));
        nint value;
        fixed (long* dimensions = shape)
        {
            runtime.Check(runtime.Functions.CreateTensorWithDataAsOrtValue(
                runtime.CpuMemory, _input.Data, (nuint)_input.Length, dimensions, (nuint)shape.Length, (int)format.Type, &value));
        }

        _value = new OrtHandle(value, runtime.Functions.ReleaseValue);
        byte[] input = OrtRuntime.Text(_session.Inputs[0].Name);
        byte[] output = OrtRuntime.Text(_session.Outputs[0].Name);
        _names = new NativeBuffer(input.Length + output.Length);
        input.CopyTo(_names.As<byte>());
        output.CopyTo(_names.As<byte>()[input.Length..]);
        OutputName = (nint)(_names.Data + input.Length);
    }

    private nint OutputName { get; }

    public void Run(int times)
    {
        var runtime = _session.Runtime;
        var inputName = (nint)_names.Data;
        var outputName = OutputName;
        var input = _value.Value;
        for (var i = 0; i < times; i++)
        {
            nint output = 0;
            runtime.Check(runtime.Functions.Run(_session.Handle.Value, 0, &inputName, &input, 1, &outputName, 1, &output));
            runtime.Functions.ReleaseValue(output);
        }
    }

    public void Dispose()
    {
        _value.Dispose();
        _session.Dispose();
        _input.Dispose();
        _names.Dispose();
    }
}
