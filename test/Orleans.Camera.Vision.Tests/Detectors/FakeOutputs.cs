using System.Runtime.InteropServices;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>Outputs as a run would leave them, without a model.</summary>
internal sealed class FakeOutputs : IDisposable
{
    private readonly List<NativeBuffer> _buffers = [];
    private readonly List<OutputTensor> _tensors = [];

    /// <summary>The outputs of several pictures, as one batch.</summary>
    public FakeOutputs(params TinyOutput[][] pictures)
    {
        for (var i = 0; i < pictures[0].Length; i++)
        {
            var first = pictures[0][i];
            var values = pictures.SelectMany(picture => picture[i].Values).ToArray();
            if (first.Type == OnnxType.Int64)
            {
                Add(first.Name, TensorType.Int64, [pictures.Length, .. first.Shape], values.Select(value => (long)value).ToArray());
            }
            else
            {
                Add(first.Name, TensorType.Float32, [pictures.Length, .. first.Shape], values);
            }
        }
    }

    private FakeOutputs()
    {
    }

    public IReadOnlyList<OutputTensor> Tensors => _tensors;

    /// <summary>Outputs that may nearly fit a layout: shapes, types and values are drawn at random.</summary>
    public static FakeOutputs Senseless(ModelLayout layout, Random random)
    {
        var outputs = new FakeOutputs();
        foreach (var sound in KnownObject.Encode(layout, KnownObject.Three))
        {
            long[] shape = [random.Next(1, 3), .. sound.Shape];
            if (random.Next(3) == 0)
            {
                shape[random.Next(shape.Length)] = random.Next(0, 14);
            }

            if (random.Next(12) == 0)
            {
                shape = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => (long)random.Next(0, 9))];
            }

            var isInteger = (sound.Type == OnnxType.Int64) != (random.Next(12) == 0);
            if (isInteger)
            {
                outputs.Add(sound.Name, TensorType.Int64, shape, Values(shape, () => random.NextInt64(long.MinValue, long.MaxValue)));
            }
            else if (random.Next(8) == 0)
            {
                outputs.Add(sound.Name, TensorType.Float16, shape, Values(shape, () => (Half)Value(random)));
            }
            else
            {
                outputs.Add(sound.Name, TensorType.Float32, shape, Values(shape, () => Value(random)));
            }
        }

        return outputs;
    }

    public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());

    private static float Value(Random random) => random.Next(4000) switch
    {
        0 => float.NaN,
        1 => float.PositiveInfinity,
        < 60 => float.MaxValue * ((2 * random.NextSingle()) - 1),
        < 120 => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(0x7F80_0000)),
        _ => (2 * random.NextSingle()) - 0.5f,
    };

    private static T[] Values<T>(long[] shape, Func<T> next)
    {
        var values = new T[shape.Aggregate(1L, (one, other) => one * other)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = next();
        }

        return values;
    }

    private unsafe void Add<T>(string name, TensorType type, long[] shape, T[] values)
        where T : unmanaged
    {
        var buffer = new NativeBuffer(sizeof(T) * values.Length);
        MemoryMarshal.AsBytes<T>(values).CopyTo(buffer.As<byte>());
        _buffers.Add(buffer);
        var tensor = new OutputTensor(name);
        tensor.Set(type, shape, buffer.Data);
        _tensors.Add(tensor);
    }
}
