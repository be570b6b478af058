namespace Orleans.Camera.Testing.Scenes;

/// <summary>Smooth random texture (lattice noise, summed over octaves), about -1..1.</summary>
internal sealed class ValueNoise(int seed)
{
    public float At(float x, float y, int octaves = 3)
    {
        var (sum, weight) = (0f, 0.6f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += weight * Smooth(x, y, octave);
            (x, y, weight) = (x * 2.03f, y * 2.03f, weight * 0.55f);
        }

        return sum;
    }

    private float Smooth(float x, float y, int octave)
    {
        var (left, top) = (MathF.Floor(x), MathF.Floor(y));
        var (u, v) = (Ease(x - left), Ease(y - top));
        var (i, j) = ((int)left, (int)top);
        var upper = Lerp(Lattice(i, j, octave), Lattice(i + 1, j, octave), u);
        var lower = Lerp(Lattice(i, j + 1, octave), Lattice(i + 1, j + 1, octave), u);
        return Lerp(upper, lower, v);
    }

    private static float Ease(float share) => share * share * (3 - (2 * share));

    private static float Lerp(float from, float to, float share) => from + ((to - from) * share);

    private float Lattice(int x, int y, int octave)
    {
        var hash = (uint)((x * 374761393) + (y * 668265263) + (octave * 1274126177) + (seed * 974634777));
        hash = (hash ^ (hash >> 13)) * 1274126177;
        hash ^= hash >> 16;
        return (hash / (float)uint.MaxValue * 2) - 1;
    }
}
