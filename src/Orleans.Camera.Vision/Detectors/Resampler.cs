using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// Bilinear interpolation of one plane, a row at a time: the two source rows are blended, then the pixels of the blended
/// row. Pixel centres correspond; at the edges of the crop the nearest pixel is taken.
/// </summary>
internal sealed unsafe class Resampler
{
    private const int Lanes = 8;
    private int[] _left = [];
    private int[] _shuffled = [];
    private float[] _weight = [];
    private float[] _blended = [];

    // In which order eight pairs of neighbours are fetched, so that one shuffle then yields them in order
    private static readonly int[] PairOrder = [0, 1, 4, 5, 2, 3, 6, 7];
    private (int Start, int Length, int Target) _columns;
    private (int Start, int Length, int Target) _rows;

    /// <summary>Sets which part of the plane becomes how many columns and rows.</summary>
    public void Set(int x, int width, int columns, int y, int height, int rows)
    {
        _rows = (y, height, rows);
        if (_columns == (x, width, columns))
        {
            return;
        }

        _columns = (x, width, columns);
        Grow(ref _left, columns);
        Grow(ref _shuffled, columns);
        Grow(ref _weight, columns);
        Grow(ref _blended, width + 1); // the last pixel has a right neighbour too, whose weight is 0
        for (var i = 0; i < columns; i++)
        {
            (_left[i], _weight[i]) = Source(i, width, columns);
        }

        for (var i = 0; i < columns; i++)
        {
            _shuffled[i] = _left[Math.Min((i & ~7) + PairOrder[i & 7], columns - 1)];
        }
    }

    /// <summary>Writes one target row.</summary>
    public void Row(in Plane plane, int row, float* target)
    {
        var (top, weight) = Source(row, _rows.Length, _rows.Target);
        var bottom = Math.Min(top + 1, _rows.Length - 1);
        var upper = plane.Row(_rows.Start + top).Slice(_columns.Start, _columns.Length);
        var lower = plane.Row(_rows.Start + bottom).Slice(_columns.Start, _columns.Length);
        fixed (float* blended = _blended)
        {
            Blend(upper, lower, weight, blended);
            Interpolate(blended, target);
        }
    }

    /// <summary>The source pixel before a target pixel's centre, and the weight of the one after.</summary>
    private static (int First, float Weight) Source(int index, int length, int target)
    {
        var at = Math.Clamp(((index + 0.5) * length / target) - 0.5, 0, length - 1);
        var first = (int)at;
        return (first, (float)(at - first));
    }

    private static void Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, float weight, float* blended)
    {
        ref var first = ref MemoryMarshal.GetReference(upper);
        ref var second = ref MemoryMarshal.GetReference(lower);
        var weights = Vector256.Create(weight);
        var x = 0;
        for (; x <= upper.Length - (2 * Lanes); x += 2 * Lanes)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref first, (nuint)x).ToVector256Unsafe()).AsInt16());
            var (lowBelow, highBelow) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref second, (nuint)x).ToVector256Unsafe()).AsInt16());
            var left = Vector256.ConvertToSingle(low);
            var right = Vector256.ConvertToSingle(high);
            (left + ((Vector256.ConvertToSingle(lowBelow) - left) * weights)).Store(blended + x);
            (right + ((Vector256.ConvertToSingle(highBelow) - right) * weights)).Store(blended + x + Lanes);
        }

        for (; x < upper.Length; x++)
        {
            blended[x] = upper[x] + ((lower[x] - upper[x]) * weight);
        }
    }

    private void Interpolate(float* blended, float* target)
    {
        var columns = _columns.Target;
        var x = 0;
        if (Avx2.IsSupported)
        {
            ref var pairs = ref MemoryMarshal.GetArrayDataReference(_shuffled);
            ref var weights = ref MemoryMarshal.GetArrayDataReference(_weight);
            for (; x <= columns - Lanes; x += Lanes)
            {
                // Two neighbours are one 64-bit number, which halves the fetches
                var some = Avx2.GatherVector256((double*)blended, Vector128.LoadUnsafe(ref pairs, (nuint)x), sizeof(float)).AsSingle();
                var others = Avx2.GatherVector256((double*)blended, Vector128.LoadUnsafe(ref pairs, (nuint)x + 4), sizeof(float)).AsSingle();
                var left = Avx.Shuffle(some, others, 0b10_00_10_00);
                var right = Avx.Shuffle(some, others, 0b11_01_11_01);
                (left + ((right - left) * Vector256.LoadUnsafe(ref weights, (nuint)x))).Store(target + x);
            }
        }

        for (; x < columns; x++)
        {
            var left = blended[_left[x]];
            target[x] = left + ((blended[_left[x] + 1] - left) * _weight[x]);
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
