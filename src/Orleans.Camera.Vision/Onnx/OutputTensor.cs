using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>One output of the latest run, read where ONNX Runtime wrote it. Valid until the next run.</summary>
internal sealed unsafe class OutputTensor(string name)
{
    private const uint Exponent = 0x7F800000;
    private long[] _shape = [];
    private float[] _converted = [];
    private void* _data;

    public string Name { get; } = name;

    public TensorType Type { get; private set; }

    public ReadOnlySpan<long> Shape => _shape;

    public int Rank => _shape.Length;

    public int Count { get; private set; }

    /// <summary>A whole dimension; 0 where there is none.</summary>
    public int Dimension(int index) => index < _shape.Length ? (int)Math.Min(_shape[index], int.MaxValue) : 0;

    /// <summary>The values of a float tensor; those of a half float tensor are converted once a run.</summary>
    public ReadOnlySpan<float> Floats => Type switch
    {
        TensorType.Float32 => new(_data, Count),
        TensorType.Float16 => _converted.AsSpan(0, Count),
        _ => throw new InvalidOperationException($"Output '{Name}' is {Type}, not float."),
    };

    public bool IsFloat => Type is TensorType.Float32 or TensorType.Float16;

    public bool IsInteger => Type is TensorType.Int64 or TensorType.Int32;

    /// <summary>One value of an integer tensor.</summary>
    public long Integer(int index) => Type switch
    {
        TensorType.Int64 => new ReadOnlySpan<long>(_data, Count)[index],
        TensorType.Int32 => new ReadOnlySpan<int>(_data, Count)[index],
        _ => throw new InvalidOperationException($"Output '{Name}' is {Type}, not an integer."),
    };

    public override string ToString() => $"'{Name}' {Type.ToString().ToLowerInvariant()} {TensorInfo.Describe(_shape)}";

    /// <summary>Points at what a run wrote.</summary>
    public void Set(TensorType type, long[] shape, void* data)
    {
        Type = type;
        _shape = shape;
        _data = data;
        Count = TensorInfo.CountOf(shape);
        Refresh();
    }

    /// <summary>Takes note that the values were written anew.</summary>
    public void Refresh()
    {
        if (Type == TensorType.Float16)
        {
            Convert();
        }
    }

    /// <summary>Refuses values that are no numbers.</summary>
    /// <exception cref="ModelException">There is a NaN or an infinity.</exception>
    public void RequireFinite(string model)
    {
        if (!IsFloat)
        {
            return;
        }

        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<float, uint>(Floats);
        if (FiniteCheck.AllBelow(values, Exponent))
        {
            return;
        }

        var at = 0;
        while (float.IsFinite(Floats[at]))
        {
            at++;
        }

        throw new ModelException(
            $"Model '{model}' answered nonsense: value {at} of its output {this} is {Floats[at]}; check how it was exported.");
    }

    private void Convert()
    {
        if (_converted.Length < Count)
        {
            _converted = new float[Count];
        }

        var halves = new ReadOnlySpan<Half>(_data, Count);
        for (var i = 0; i < halves.Length; i++)
        {
            _converted[i] = (float)halves[i];
        }
    }
}
