using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// The gate's work on one row, in integers: the same result on any vector width, and on none. Levels are in sixteenths
/// of a grey level.
/// </summary>
internal static class MotionKernels
{
    /// <summary>difference = picture - background.</summary>
    public static void Subtract(ReadOnlySpan<byte> picture, ReadOnlySpan<short> background, Span<short> difference, bool vectors)
    {
        var x = 0;
        if (vectors)
        {
            ref var source = ref MemoryMarshal.GetReference(picture);
            ref var model = ref MemoryMarshal.GetReference(background);
            ref var target = ref MemoryMarshal.GetReference(difference);
            var half = Vector<short>.Count;
            for (; x <= picture.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)x), out var low, out var high);
                var first = Vector.AsVectorInt16(low << 4) - Vector.LoadUnsafe(ref model, (nuint)x);
                var second = Vector.AsVectorInt16(high << 4) - Vector.LoadUnsafe(ref model, (nuint)(x + half));
                first.StoreUnsafe(ref target, (nuint)x);
                second.StoreUnsafe(ref target, (nuint)(x + half));
            }
        }

        for (; x < picture.Length; x++)
        {
            difference[x] = (short)((picture[x] << 4) - background[x]);
        }
    }

    /// <summary>
    /// mask = 255 where the difference, smoothed by the 3x3 binomial, exceeds the threshold and the pixel itself half of
    /// it. The smoothing finds faint objects in noise; the pixel's own difference keeps them apart from their neighbours.
    /// </summary>
    /// <param name="noise">Noise allowance per pixel.</param>
    /// <param name="threshold">Allowance everywhere.</param>
    /// <param name="edgeShift">The background's gradient adds its 2^-n-th part: 3 allows a quarter of a pixel of shake.</param>
    public static void Classify(
        PaddedPlane difference, PaddedPlane background, int y, ReadOnlySpan<short> noise, short threshold, int edgeShift,
        Span<byte> mask, bool vectors)
    {
        ref var above = ref MemoryMarshal.GetReference(difference.Wide(y - 1));
        ref var here = ref MemoryMarshal.GetReference(difference.Wide(y));
        ref var below = ref MemoryMarshal.GetReference(difference.Wide(y + 1));
        ref var modelAbove = ref MemoryMarshal.GetReference(background.Wide(y - 1));
        ref var model = ref MemoryMarshal.GetReference(background.Wide(y));
        ref var modelBelow = ref MemoryMarshal.GetReference(background.Wide(y + 1));
        ref var allowance = ref MemoryMarshal.GetReference(noise);
        ref var target = ref MemoryMarshal.GetReference(mask);
        var x = 0;
        if (vectors)
        {
            var half = Vector<short>.Count;
            var least = new Vector<short>(threshold);
            for (; x <= difference.Width - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                var first = Moves((nuint)x, least, edgeShift, ref above, ref here, ref below, ref modelAbove, ref model, ref modelBelow, ref allowance);
                var second = Moves((nuint)(x + half), least, edgeShift, ref above, ref here, ref below, ref modelAbove, ref model, ref modelBelow, ref allowance);
                Vector.Narrow(Vector.AsVectorUInt16(first), Vector.AsVectorUInt16(second)).StoreUnsafe(ref target, (nuint)x);
            }
        }

        for (; x < difference.Width; x++)
        {
            var edges = Math.Abs(Unsafe.Add(ref model, x + 2) - Unsafe.Add(ref model, x))
                + Math.Abs(Unsafe.Add(ref modelBelow, x + 1) - Unsafe.Add(ref modelAbove, x + 1));
            var limit = threshold + noise[x] + (edges >> edgeShift);
            var left = (Unsafe.Add(ref above, x) + (2 * Unsafe.Add(ref here, x)) + Unsafe.Add(ref below, x)) >> 2;
            var middle = (Unsafe.Add(ref above, x + 1) + (2 * Unsafe.Add(ref here, x + 1)) + Unsafe.Add(ref below, x + 1)) >> 2;
            var right = (Unsafe.Add(ref above, x + 2) + (2 * Unsafe.Add(ref here, x + 2)) + Unsafe.Add(ref below, x + 2)) >> 2;
            var smooth = Math.Abs((left + (2 * middle) + right) >> 2);
            mask[x] = smooth > limit && Math.Abs((int)Unsafe.Add(ref here, x + 1)) > limit >> 1 ? byte.MaxValue : (byte)0;
        }
    }

    /// <summary>Moves the background by at most <paramref name="step"/> towards the picture where nothing moves.</summary>
    public static void Adapt(Span<short> background, ReadOnlySpan<short> difference, ReadOnlySpan<byte> mask, short step, bool vectors)
    {
        var x = 0;
        if (vectors)
        {
            ref var model = ref MemoryMarshal.GetReference(background);
            ref var source = ref MemoryMarshal.GetReference(difference);
            ref var moving = ref MemoryMarshal.GetReference(mask);
            var half = Vector<short>.Count;
            var up = new Vector<short>(step);
            var down = -up;
            for (; x <= background.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector.Widen(Vector.AsVectorSByte(Vector.LoadUnsafe(ref moving, (nuint)x)), out var low, out var high);
                var first = Vector.Max(down, Vector.Min(up, Vector.LoadUnsafe(ref source, (nuint)x)));
                var second = Vector.Max(down, Vector.Min(up, Vector.LoadUnsafe(ref source, (nuint)(x + half))));
                (Vector.LoadUnsafe(ref model, (nuint)x) + Vector.AndNot(first, low)).StoreUnsafe(ref model, (nuint)x);
                (Vector.LoadUnsafe(ref model, (nuint)(x + half)) + Vector.AndNot(second, high)).StoreUnsafe(ref model, (nuint)(x + half));
            }
        }

        for (; x < background.Length; x++)
        {
            if (mask[x] == 0)
            {
                background[x] += Math.Clamp(difference[x], (short)-step, step);
            }
        }
    }

    /// <summary>sums += |difference|, each cut at 64 grey levels: four rows of it fit.</summary>
    public static void AddMagnitudes(ReadOnlySpan<short> difference, Span<short> sums, bool vectors)
    {
        const short most = 64 * 16;
        var x = 0;
        if (vectors)
        {
            ref var source = ref MemoryMarshal.GetReference(difference);
            ref var target = ref MemoryMarshal.GetReference(sums);
            var limit = new Vector<short>(most);
            for (; x <= difference.Length - Vector<short>.Count; x += Vector<short>.Count)
            {
                var magnitude = Vector.Min(limit, Vector.Abs(Vector.LoadUnsafe(ref source, (nuint)x)));
                (Vector.LoadUnsafe(ref target, (nuint)x) + magnitude).StoreUnsafe(ref target, (nuint)x);
            }
        }

        for (; x < difference.Length; x++)
        {
            sums[x] += (short)Math.Min(Math.Abs((int)difference[x]), most);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<short> Moves(
        nuint x, Vector<short> threshold, int edgeShift, ref short above, ref short here, ref short below,
        ref short modelAbove, ref short model, ref short modelBelow, ref short noise)
    {
        var edges = Vector.Abs(Vector.LoadUnsafe(ref model, x + 2) - Vector.LoadUnsafe(ref model, x))
            + Vector.Abs(Vector.LoadUnsafe(ref modelBelow, x + 1) - Vector.LoadUnsafe(ref modelAbove, x + 1));
        var limit = threshold + Vector.LoadUnsafe(ref noise, x) + (edges >> edgeShift);
        var left = Column(x, ref above, ref here, ref below);
        var middle = Column(x + 1, ref above, ref here, ref below);
        var right = Column(x + 2, ref above, ref here, ref below);
        var smooth = Vector.Abs((left + middle + middle + right) >> 2);
        return Vector.GreaterThan(smooth, limit) & Vector.GreaterThan(Vector.Abs(Vector.LoadUnsafe(ref here, x + 1)), limit >> 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<short> Column(nuint x, ref short above, ref short here, ref short below)
    {
        var middle = Vector.LoadUnsafe(ref here, x);
        return (Vector.LoadUnsafe(ref above, x) + middle + middle + Vector.LoadUnsafe(ref below, x)) >> 2;
    }
}
