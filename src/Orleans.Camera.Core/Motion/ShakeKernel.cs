using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Core.Motion;

/// <summary>The sums over one row that a step of <see cref="CameraShake"/> needs: integers, so any vector width adds up alike.</summary>
internal static class ShakeKernel
{
    /// <summary>A difference that no small shift explains, in sixteenths of a grey level, where the background is even.</summary>
    private const int Unexplained = 32;

    /// <summary>So many vectors of products fit into a sum of 32 bits.</summary>
    private const int VectorsToASum = 32;

    /// <summary>Adds one row: products of the background's gradients with each other and with the difference.</summary>
    /// <param name="pixels">Row of the picture; its first and last pixel are left out.</param>
    /// <param name="above">Row of the background above, in sixteenths, as are <paramref name="model"/> and <paramref name="below"/>.</param>
    public static void AddRow(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<short> above, ReadOnlySpan<short> model, ReadOnlySpan<short> below,
        ref ShakeSums sums, bool vectors)
    {
        var x = vectors ? AddVectors(pixels, above, model, below, ref sums) : 1;
        for (; x < pixels.Length - 1; x++)
        {
            var gradientX = (model[x + 1] - model[x - 1]) >> 1;
            var gradientY = (below[x] - above[x]) >> 1;
            var difference = (pixels[x] << 4) - model[x];
            if (Math.Abs(difference) <= Unexplained + (2 * (Math.Abs(gradientX) + Math.Abs(gradientY))))
            {
                sums.Xx += gradientX * gradientX;
                sums.Xy += gradientX * gradientY;
                sums.Yy += gradientY * gradientY;
                sums.Xd += gradientX * difference;
                sums.Yd += gradientY * difference;
            }
        }
    }

    /// <returns>The first pixel that was not added.</returns>
    private static int AddVectors(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<short> above, ReadOnlySpan<short> model, ReadOnlySpan<short> below,
        ref ShakeSums sums)
    {
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var upper = ref MemoryMarshal.GetReference(above);
        ref var middle = ref MemoryMarshal.GetReference(model);
        ref var lower = ref MemoryMarshal.GetReference(below);
        var (xx, xy, yy, xd, yd) = (Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero);
        var x = 1;
        var added = 0;

        // A whole vector of bytes is loaded for half of them: the loop ends where that would leave the row.
        for (; x <= pixels.Length - 1 - Vector<byte>.Count; x += Vector<short>.Count)
        {
            var at = (nuint)x;
            var level = Vector.LoadUnsafe(ref middle, at);
            var gradientX = (Vector.LoadUnsafe(ref middle, at + 1) - Vector.LoadUnsafe(ref middle, at - 1)) >> 1;
            var gradientY = (Vector.LoadUnsafe(ref lower, at) - Vector.LoadUnsafe(ref upper, at)) >> 1;
            var difference = Vector.AsVectorInt16(Vector.WidenLower(Vector.LoadUnsafe(ref source, at)) << 4) - level;
            var slope = Vector.Abs(gradientX) + Vector.Abs(gradientY);
            var explained = Vector.LessThanOrEqual(Vector.Abs(difference), new Vector<short>(Unexplained) + slope + slope);
            Vector.Widen(gradientX & explained, out var xLow, out var xHigh);
            Vector.Widen(gradientY & explained, out var yLow, out var yHigh);
            Vector.Widen(difference, out var dLow, out var dHigh);
            xx += (xLow * xLow) + (xHigh * xHigh);
            xy += (xLow * yLow) + (xHigh * yHigh);
            yy += (yLow * yLow) + (yHigh * yHigh);
            xd += (xLow * dLow) + (xHigh * dHigh);
            yd += (yLow * dLow) + (yHigh * dHigh);
            if (++added == VectorsToASum)
            {
                sums.Add(xx, xy, yy, xd, yd);
                (xx, xy, yy, xd, yd) = (Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero);
                added = 0;
            }
        }

        sums.Add(xx, xy, yy, xd, yd);
        return x;
    }
}

/// <summary>Sums over a picture of the products of gradient x, gradient y and difference.</summary>
internal struct ShakeSums
{
    public long Xx;
    public long Xy;
    public long Yy;
    public long Xd;
    public long Yd;

    public void Add(Vector<int> xx, Vector<int> xy, Vector<int> yy, Vector<int> xd, Vector<int> yd)
    {
        Xx += Sum(xx);
        Xy += Sum(xy);
        Yy += Sum(yy);
        Xd += Sum(xd);
        Yd += Sum(yd);
    }

    private static long Sum(Vector<int> values)
    {
        Vector.Widen(values, out var low, out var high);
        return Vector.Sum(low + high);
    }
}
