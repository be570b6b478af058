using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// From Y, U, V bytes to one channel of a model's input in one step: value = clamp(y·Y + u·U + v·V + k), the scaling of
/// the model folded into the colour matrix.
/// </summary>
/// <remarks>ITU-R BT.601, limited range: Y 16..235, U and V 16..240.</remarks>
internal readonly record struct ColourTransform(float Y, float U, float V, float Offset, float Low, float High)
{
    private const float LumaGain = 255f / 219f;
    private const float ChromaGain = 255f / 224f;
    private const float Kr = 0.299f;
    private const float Kb = 0.114f;
    private const float Kg = 1 - Kr - Kb;
    private const float LumaZero = 16;
    private const float ChromaZero = 128;

    /// <summary>The transforms of the model's channels, in its order.</summary>
    public static ColourTransform[] For(ModelInput input)
    {
        var red = (U: 0f, V: 2 * (1 - Kr) * ChromaGain);
        var green = (U: -2 * (1 - Kb) * Kb / Kg * ChromaGain, V: -2 * (1 - Kr) * Kr / Kg * ChromaGain);
        var blue = (U: 2 * (1 - Kb) * ChromaGain, V: 0f);
        var order = input.Colour == ColourOrder.Rgb ? new[] { red, green, blue } : [blue, green, red];
        var channels = new ColourTransform[3];
        for (var i = 0; i < channels.Length; i++)
        {
            var scale = input.Scale / input.Std[i];
            var offset = -input.Mean[i] / input.Std[i];
            var black = (-LumaZero * LumaGain) - (ChromaZero * (order[i].U + order[i].V));
            var (low, high) = (offset, (255 * scale) + offset);
            channels[i] = new(
                LumaGain * scale,
                order[i].U * scale,
                order[i].V * scale,
                (black * scale) + offset,
                Math.Min(low, high),
                Math.Max(low, high));
        }

        return channels;
    }
}
