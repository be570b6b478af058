using System.Runtime.Intrinsics;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// Turns rows of Y, U, V into rows of a model's channels, 16 pixels at a time. Multiplications and additions stay
/// separate, so that every processor gives the same bits.
/// </summary>
internal static unsafe class ColourRows
{
    private const int Lanes = 8;

    /// <summary>One row at the picture's own size.</summary>
    /// <param name="y">As many bytes as pixels.</param>
    /// <param name="u">Half as many, rounded up.</param>
    /// <param name="v">Half as many, rounded up.</param>
    /// <param name="target">Receives one value a pixel.</param>
    public static void FromBytes(byte* y, byte* u, byte* v, int pixels, float* target, in ColourTransform channel)
    {
        var luma = Vector256.Create(channel.Y);
        var chromaU = Vector256.Create(channel.U);
        var chromaV = Vector256.Create(channel.V);
        var offset = Vector256.Create(channel.Offset);
        var low = Vector256.Create(channel.Low);
        var high = Vector256.Create(channel.High);
        var x = 0;
        for (; x <= pixels - (2 * Lanes); x += 2 * Lanes)
        {
            var chroma = (Floats(u + (x / 2)) * chromaU) + (Floats(v + (x / 2)) * chromaV) + offset;
            var left = Vector256.Shuffle(chroma, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
            var right = Vector256.Shuffle(chroma, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
            var first = (Floats(y + x) * luma) + left;
            var second = (Floats(y + x + Lanes) * luma) + right;
            Vector256.Min(Vector256.Max(first, low), high).Store(target + x);
            Vector256.Min(Vector256.Max(second, low), high).Store(target + x + Lanes);
        }

        for (; x < pixels; x++)
        {
            var chroma = (u[x / 2] * channel.U) + (v[x / 2] * channel.V) + channel.Offset;
            target[x] = Math.Min(Math.Max((y[x] * channel.Y) + chroma, channel.Low), channel.High);
        }
    }

    /// <summary>One row that was interpolated to the target's size, its chroma to half of it.</summary>
    /// <param name="y">As many values as pixels.</param>
    /// <param name="u">Half as many, rounded up.</param>
    /// <param name="v">Half as many, rounded up.</param>
    /// <param name="target">Receives one value a pixel.</param>
    public static void FromFloats(float* y, float* u, float* v, int pixels, float* target, in ColourTransform channel)
    {
        var luma = Vector256.Create(channel.Y);
        var chromaU = Vector256.Create(channel.U);
        var chromaV = Vector256.Create(channel.V);
        var offset = Vector256.Create(channel.Offset);
        var low = Vector256.Create(channel.Low);
        var high = Vector256.Create(channel.High);
        var x = 0;
        for (; x <= pixels - (2 * Lanes); x += 2 * Lanes)
        {
            var chroma = (Vector256.Load(u + (x / 2)) * chromaU) + (Vector256.Load(v + (x / 2)) * chromaV) + offset;
            var left = Vector256.Shuffle(chroma, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
            var right = Vector256.Shuffle(chroma, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
            var first = (Vector256.Load(y + x) * luma) + left;
            var second = (Vector256.Load(y + x + Lanes) * luma) + right;
            Vector256.Min(Vector256.Max(first, low), high).Store(target + x);
            Vector256.Min(Vector256.Max(second, low), high).Store(target + x + Lanes);
        }

        for (; x < pixels; x++)
        {
            var chroma = (u[x / 2] * channel.U) + (v[x / 2] * channel.V) + channel.Offset;
            target[x] = Math.Min(Math.Max((y[x] * channel.Y) + chroma, channel.Low), channel.High);
        }
    }

    /// <summary>Eight bytes as floats.</summary>
    private static Vector256<float> Floats(byte* bytes)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)bytes).AsByte());
        var (low, high) = Vector128.Widen(words);
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }
}
