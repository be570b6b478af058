namespace Orleans.Camera.Vision.Rendering;

/// <summary>A colour, 8 bits a channel, sRGB.</summary>
public readonly record struct Colour(byte R, byte G, byte B)
{
    /// <summary>Mixes from this colour (0) to the other (1).</summary>
    public Colour MixedWith(Colour other, float share) => new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    private static byte Mix(byte a, byte b, float share) => (byte)(a + ((b - a) * share) + 0.5f);
}
