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
    private int[] _right = [];
    private float[] _weight = [];
    private float[] _blended = [];
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
        Grow(ref _right, columns);
        Grow(ref _weight, columns);
        Grow(ref _blended, width);
        for (var i = 0; i < columns; i++)
        {
            (_left[i], _right[i], _weight[i]) = Source(i, width, columns);
        }
    }

    /// <summary>Writes one target row.</summary>
    public void Row(in Plane plane, int row, float* target)
    {
        var (top, bottom, weight) = Source(row, _rows.Length, _rows.Target);
        var upper = plane.Row(_rows.Start + top).Slice(_columns.Start, _columns.Length);
        var lower = plane.Row(_rows.Start + bottom).Slice(_columns.Start, _columns.Length);
        fixed (float* blended = _blended)
        {
            Blend(upper, lower, weight, blended);
            Interpolate(blended, target);
        }
    }

    private static (int First, int Second, float Weight) Source(int index, int length, int target)
    {
        var at = Math.Clamp(((index + 0.5) * length / target) - 0.5, 0, length - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, length - 1), (float)(at - first));
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
            ref var lefts = ref MemoryMarshal.GetArrayDataReference(_left);
            ref var rights = ref MemoryMarshal.GetArrayDataReference(_right);
            ref var weights = ref MemoryMarshal.GetArrayDataReference(_weight);
            for (; x <= columns - Lanes; x += Lanes)
            {
                var left = Avx2.GatherVector256(blended, Vector256.LoadUnsafe(ref lefts, (nuint)x), sizeof(float));
                var right = Avx2.GatherVector256(blended, Vector256.LoadUnsafe(ref rights, (nuint)x), sizeof(float));
                (left + ((right - left) * Vector256.LoadUnsafe(ref weights, (nuint)x))).Store(target + x);
            }
        }

        for (; x < columns; x++)
        {
            var left = blended[_left[x]];
            target[x] = left + ((blended[_right[x]] - left) * _weight[x]);
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
