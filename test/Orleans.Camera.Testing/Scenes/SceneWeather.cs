using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Everything about a scene that is neither actor nor place.</summary>
public sealed record SceneWeather
{
    public SceneSun Sun { get; init; } = new(new Vector2(0.5f, -0.3f), 0.25f, 4);

    /// <summary>Standard deviation of the sensor's noise on the full picture, in grey levels.</summary>
    public float Noise { get; init; } = 2;

    /// <summary>Gain and offset of the picture's luma over time.</summary>
    public Func<float, (float Gain, float Offset)> Light { get; init; } = static _ => (1, 0);

    /// <summary>How far the camera is shaken over time, in pixels.</summary>
    public Func<float, Vector2>? Shake { get; init; }
}

/// <summary>Gaussian sensor noise, the same for the same seed, picture and row.</summary>
internal sealed class SensorNoise
{
    private const int Length = 1 << 16;

    private readonly sbyte[] _table;
    private readonly ulong _seed;

    public SensorNoise(int seed, float deviation, int width)
    {
        _seed = (ulong)seed;
        _table = new sbyte[Length + width];
        var random = new Random(seed);
        for (var i = 0; i < _table.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            _table[i] = (sbyte)Math.Clamp(Math.Round(deviation * radius * Math.Cos(Math.Tau * random.NextDouble())), -127, 127);
        }
    }

    public ReadOnlySpan<sbyte> Row(int frame, int row, int width)
    {
        var hash = (_seed * 0x9E3779B97F4A7C15) + ((ulong)frame * 0xBF58476D1CE4E5B9) + ((ulong)row * 0x94D049BB133111EB);
        hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9;
        hash ^= hash >> 32;
        return _table.AsSpan((int)(hash % Length), width);
    }
}
