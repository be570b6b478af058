using System.Numerics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Shrinks a plane by a whole divisor: each target pixel is the mean of a whole block of the source.</summary>
internal sealed class AreaScaler
{
    private readonly PictureSize _source;
    private readonly PictureSize _target;
    private readonly int _divisor;
    private readonly ushort[] _sums;

    public AreaScaler(PictureSize source, PictureSize target)
    {
        _divisor = source.Width / target.Width;
        if (_divisor is < 1 or > 16 || target != new PictureSize(source.Width / _divisor, source.Height / _divisor))
        {
            throw new ArgumentException($"{target} is no whole fraction of {source}.", nameof(target));
        }

        (_source, _target) = (source, target);
        _sums = new ushort[source.Width + Vector<byte>.Count];
    }

    public void Scale(ReadOnlySpan<byte> source, Span<byte> target, int targetStride)
    {
        for (var y = 0; y < _target.Height; y++)
        {
            Array.Clear(_sums);
            for (var row = y * _divisor; row < (y + 1) * _divisor; row++)
            {
                Add(source.Slice(row * _source.Width, _source.Width));
            }

            Shrink(target.Slice(y * targetStride, _target.Width));
        }
    }

    private void Add(ReadOnlySpan<byte> row)
    {
        var x = 0;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[x..]), out var low, out var high);
            (new Vector<ushort>(_sums, x) + low).CopyTo(_sums, x);
            (new Vector<ushort>(_sums, x + Vector<ushort>.Count) + high).CopyTo(_sums, x + Vector<ushort>.Count);
        }

        for (; x < row.Length; x++)
        {
            _sums[x] += row[x];
        }
    }

    private void Shrink(Span<byte> target)
    {
        var area = _divisor * _divisor;
        for (var x = 0; x < target.Length; x++)
        {
            var sum = area / 2;
            foreach (var column in _sums.AsSpan(x * _divisor, _divisor))
            {
                sum += column;
            }

            target[x] = (byte)(sum / area);
        }
    }
}
