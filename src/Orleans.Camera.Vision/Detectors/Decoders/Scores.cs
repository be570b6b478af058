namespace Orleans.Camera.Vision.Detectors.Decoders;

internal static class Scores
{
    private const float LargestExponent = 40;

    public static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));

    /// <summary>The exponential of a log size, kept finite.</summary>
    public static float Exp(float logSize) => MathF.Exp(Math.Min(logSize, LargestExponent));

    /// <summary>The first of the largest values.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }
}
