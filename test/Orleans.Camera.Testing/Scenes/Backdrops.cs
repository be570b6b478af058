using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Empty places, painted with a margin so that a shaken camera sees beyond the picture's edge.</summary>
internal static class Backdrops
{
    /// <summary>In pixels, on every side.</summary>
    public const int Margin = 16;

    /// <summary>Copies the part that a camera shaken by so many pixels sees.</summary>
    public static void Copy(Canvas backdrop, Canvas picture, Vector2 shake)
    {
        CopyPlane(backdrop.Luma, backdrop.Size.Width, picture.Luma, picture.Size.Width, picture.Size.Height, Margin, shake);
        if (picture.HasColour)
        {
            var (width, height) = (picture.Size.Width / 2, picture.Size.Height / 2);
            CopyPlane(backdrop.ChromaU, backdrop.Size.Width / 2, picture.ChromaU, width, height, Margin / 2, shake / 2);
            CopyPlane(backdrop.ChromaV, backdrop.Size.Width / 2, picture.ChromaV, width, height, Margin / 2, shake / 2);
        }
    }

    public static void AddNoise(ReadOnlySpan<byte> source, ReadOnlySpan<sbyte> noise, Span<byte> target)
    {
        var x = 0;
        for (; x <= source.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[x..]), out var low, out var high);
            Vector.Widen(new Vector<sbyte>(noise[x..]), out var lowNoise, out var highNoise);
            var first = Vector.Clamp(Vector.AsVectorInt16(low) + lowNoise, Vector<short>.Zero, new Vector<short>(255));
            var second = Vector.Clamp(Vector.AsVectorInt16(high) + highNoise, Vector<short>.Zero, new Vector<short>(255));
            Vector.Narrow(Vector.AsVectorUInt16(first), Vector.AsVectorUInt16(second)).CopyTo(target[x..]);
        }

        for (; x < source.Length; x++)
        {
            target[x] = (byte)Math.Clamp(source[x] + noise[x], 0, 255);
        }
    }

    /// <summary>Pavement with slabs, stains and a few painted marks.</summary>
    public static Action<Canvas, SceneCamera> Ground(int seed, float brightness, float contrast, float slab) => (canvas, camera) =>
    {
        var noise = new ValueNoise(seed);
        for (var y = 0; y < canvas.Size.Height; y++)
        {
            for (var x = 0; x < canvas.Size.Width; x++)
            {
                canvas.Set(x, y, camera.TryGround(x + 0.5f, y + 0.5f, out var ground)
                    ? Pavement(noise, ground, camera.Scale(ground), brightness, contrast, slab)
                    : Ink.Rgb(0.62f, 0.68f, 0.75f).Times(0.9f + (0.1f * noise.At(x / 80f, y / 30f))));
            }
        }
    };

    private static Ink Pavement(ValueNoise noise, Vector3 ground, float pixelsPerMetre, float brightness, float contrast, float slab)
    {
        var stains = noise.At(ground.X * 0.4f, ground.Z * 0.4f);
        var grain = pixelsPerMetre > 12 ? noise.At(ground.X * 6, ground.Z * 6, 2) : 0;
        var luma = brightness + (contrast * ((0.7f * stains) + (0.4f * grain)));
        if (slab > 0)
        {
            var (u, v) = (Joint(ground.X, slab, pixelsPerMetre), Joint(ground.Z, slab, pixelsPerMetre));
            luma -= contrast * 0.6f * Math.Max(u, v);
        }

        return Ink.Grey(Math.Clamp(luma, 20, 225)) with { U = 126, V = 129 };
    }

    private static float Joint(float at, float every, float pixelsPerMetre)
    {
        var distance = Math.Abs(at - (MathF.Round(at / every) * every)) * pixelsPerMetre;
        return Math.Clamp(1.2f - distance, 0, 1) * Math.Clamp(every * pixelsPerMetre / 8, 0, 1);
    }

    private static void CopyPlane(byte[] source, int sourceWidth, byte[] target, int width, int height, int margin, Vector2 shake)
    {
        var (wholeX, wholeY) = ((int)MathF.Floor(-shake.X), (int)MathF.Floor(-shake.Y));
        var (right, down) = ((int)((-shake.X - wholeX) * 16), (int)((-shake.Y - wholeY) * 16));
        for (var y = 0; y < height; y++)
        {
            var at = ((y + margin + wholeY) * sourceWidth) + margin + wholeX;
            var row = target.AsSpan(y * width, width);
            if (right == 0 && down == 0)
            {
                source.AsSpan(at, width).CopyTo(row);
                continue;
            }

            for (var x = 0; x < width; x++)
            {
                var upper = (source[at + x] * (16 - right)) + (source[at + x + 1] * right);
                var lower = (source[at + x + sourceWidth] * (16 - right)) + (source[at + x + sourceWidth + 1] * right);
                row[x] = (byte)(((upper * (16 - down)) + (lower * down) + 128) >> 8);
            }
        }
    }
}
