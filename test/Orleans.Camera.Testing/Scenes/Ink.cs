namespace Orleans.Camera.Testing.Scenes;

/// <summary>A colour as planar YUV has it (BT.601, limited range).</summary>
public readonly record struct Ink(float Y, float U, float V)
{
    /// <summary>From red, green, blue, 0..1.</summary>
    public static Ink Rgb(float red, float green, float blue) => new(
        16 + (65.5f * red) + (128.6f * green) + (25f * blue),
        128 - (37.8f * red) - (74.2f * green) + (112f * blue),
        128 + (112f * red) - (93.8f * green) - (18.2f * blue));

    public static Ink Grey(float luma) => new(luma, 128, 128);

    /// <summary>From 0, black, to 1, white.</summary>
    public float Brightness => (Y - 16) / 219;

    /// <summary>Lighter or darker; 1 changes nothing.</summary>
    public Ink Times(float light) => new(
        Math.Clamp(16 + ((Y - 16) * light), 16, 235), 128 + ((U - 128) * light), 128 + ((V - 128) * light));

    public Ink Mix(Ink other, float share) => new(
        Y + ((other.Y - Y) * share), U + ((other.U - U) * share), V + ((other.V - V) * share));
}
