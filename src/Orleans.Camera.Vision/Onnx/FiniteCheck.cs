using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>Looks for NaN and infinities in bulk.</summary>
internal static class FiniteCheck
{
    private const uint Magnitude = 0x7FFFFFFF;

    /// <summary>Whether the magnitude of every bit pattern is below a limit.</summary>
    public static bool AllBelow(ReadOnlySpan<uint> values, uint limit)
    {
        var largest = 0u;
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        if (values.Length >= Vector256<uint>.Count)
        {
            var magnitude = Vector256.Create(Magnitude);
            var top = Vector256<uint>.Zero;
            for (; i <= values.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
            {
                top = Vector256.Max(top, Vector256.LoadUnsafe(ref first, (nuint)i) & magnitude);
            }

            for (var lane = 0; lane < Vector256<uint>.Count; lane++)
            {
                largest = Math.Max(largest, top[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, values[i] & Magnitude);
        }

        return largest < limit;
    }
}
