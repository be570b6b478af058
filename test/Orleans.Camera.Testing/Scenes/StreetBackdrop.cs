using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>The empty street: two pavements, a road with two lanes, houses, trees, sky. Metres from the camera's foot.</summary>
internal sealed class StreetBackdrop(int seed)
{
    public const float NearKerb = 17.6f;
    public const float FarKerb = 26.4f;
    public const float Houses = 33;

    private static readonly Ink _asphalt = Ink.Rgb(0.33f, 0.34f, 0.36f);
    private static readonly Ink _slabs = Ink.Rgb(0.66f, 0.63f, 0.58f);
    private static readonly Ink _paint = Ink.Rgb(0.9f, 0.9f, 0.87f);
    private static readonly Ink _kerb = Ink.Rgb(0.74f, 0.73f, 0.7f);
    private static readonly Ink _lawn = Ink.Rgb(0.36f, 0.47f, 0.24f);

    private readonly ValueNoise _noise = new(seed);
    private readonly StreetHouses _houses = new(seed);

    public void Paint(Canvas canvas, SceneCamera camera)
    {
        for (var y = 0; y < canvas.Size.Height; y++)
        {
            for (var x = 0; x < canvas.Size.Width; x++)
            {
                canvas.Set(x, y, Average(camera, x, y));
            }
        }

        PaintTrees(canvas, camera);
        var parked = new Vehicle(new ScenePath((0, -9.5f, FarKerb - 1.05f), (1, -9.6f, FarKerb - 1.05f)), VehicleLook.Car(Ink.Rgb(0.25f, 0.33f, 0.42f)), "");
        parked.DrawShadow(canvas, camera, 0, new SceneSun(new Vector2(0.35f, 0.25f), 0.35f, 4));
        parked.Draw(canvas, camera, 0);
    }

    private Ink Average(SceneCamera camera, int x, int y)
    {
        var sum = Sample(camera, x + 0.25f, y + 0.25f).Mix(Sample(camera, x + 0.75f, y + 0.25f), 0.5f);
        return sum.Mix(Sample(camera, x + 0.25f, y + 0.75f).Mix(Sample(camera, x + 0.75f, y + 0.75f), 0.5f), 0.5f);
    }

    private Ink Sample(SceneCamera camera, float u, float v)
    {
        if (camera.TryGround(u, v, out var ground) && ground.Z < Houses)
        {
            return Ground(ground);
        }

        var x = (u - (camera.Size.Width / 2f)) / camera.Focal;
        var y = ((camera.Size.Height / 2f) - v) / camera.Focal;
        var (sin, cos) = MathF.SinCos(camera.Pitch);
        var distance = Houses / (cos + (y * sin));
        var wall = new Vector2(x * distance, camera.Height + (distance * ((y * cos) - sin)));
        return _houses.TrySee(wall, _noise, out var ink) ? ink : Sky(x, y);
    }

    private Ink Sky(float x, float y)
    {
        var cloud = Math.Clamp((_noise.At((x * 4) + 9, y * 14, 5) * 1.4f) + 0.15f, 0, 1);
        return Ink.Rgb(0.47f, 0.66f, 0.88f).Mix(Ink.Rgb(0.8f, 0.88f, 0.95f), Math.Clamp(0.9f - (3 * y), 0, 1)).Mix(Ink.Rgb(0.96f, 0.96f, 0.97f), cloud * 0.8f);
    }

    private Ink Ground(Vector3 at)
    {
        var stains = _noise.At(at.X * 0.35f, at.Z * 0.6f, 4);
        var grain = _noise.At(at.X * 9, at.Z * 9, 2);
        if (at.Z is > NearKerb and < FarKerb)
        {
            var worn = MathF.Exp(-Square(Math.Abs(at.Z - ((NearKerb + FarKerb) / 2)) - 2.2f) * 0.5f);
            var asphalt = _asphalt.Times(1 + (0.08f * stains) + (0.06f * grain) - (0.05f * worn));
            return Marking(at) ? asphalt.Mix(_paint, 0.82f + (0.1f * grain)) : asphalt;
        }

        if (Math.Abs(at.Z - NearKerb) < 0.18f || Math.Abs(at.Z - FarKerb) < 0.18f)
        {
            return _kerb.Times(1 + (0.05f * grain));
        }

        if (at.Z > 30.6f)
        {
            return _lawn.Times(1 + (0.2f * grain) + (0.15f * stains));
        }

        var joint = Math.Max(Joint(at.X + (MathF.Floor(at.Z / 0.8f) % 2 * 0.4f), 0.8f), Joint(at.Z, 0.8f));
        return _slabs.Times(1 + (0.07f * stains) + (0.05f * grain) - (0.22f * joint));
    }

    private static bool Marking(Vector3 at)
    {
        const float middle = (NearKerb + FarKerb) / 2;
        var dashed = Math.Abs(at.Z - middle) < 0.08f && ((at.X % 5) + 5) % 5 < 2.6f;
        return dashed || Math.Abs(at.Z - NearKerb - 0.45f) < 0.06f || Math.Abs(at.Z - FarKerb + 0.45f) < 0.06f;
    }

    private void PaintTrees(Canvas canvas, SceneCamera camera)
    {
        var random = new Random(seed);
        foreach (var x in (ReadOnlySpan<float>)[-14.5f, -5.2f, 4.6f, 13.4f])
        {
            var foot = new Vector3(x, 0, 29.6f);
            var (low, high) = (camera.Project(foot), camera.Project(foot + new Vector3(0, 3.2f, 0)));
            var scale = camera.Scale(foot);
            canvas.Shade(new Ellipse(low + new Vector2(scale * 0.9f, -2), new Vector2(scale * 1.9f, scale * 0.28f)), 0.3f, 8);
            canvas.Fill(new Capsule(low, high, scale * 0.17f, scale * 0.12f), Ink.Rgb(0.33f, 0.26f, 0.2f));
            for (var leaf = 0; leaf < 130; leaf++)
            {
                var (angle, reach) = (random.NextSingle() * MathF.Tau, MathF.Sqrt(random.NextSingle()));
                var at = new Vector2(MathF.Cos(angle) * reach * 1.7f, MathF.Sin(angle) * reach * 1.35f);
                var light = 0.75f + (0.3f * at.Y) + (0.3f * random.NextSingle());
                var center = camera.Project(foot + new Vector3(at.X, 4.1f + at.Y, 0));
                var radius = new Vector2(scale * (0.22f + (0.25f * random.NextSingle())));
                canvas.Fill(new Ellipse(center, radius * new Vector2(1, 0.8f)), Ink.Rgb(0.28f, 0.42f, 0.17f).Times(Math.Clamp(light, 0.45f, 1.35f)), 2, 0.85f);
            }
        }
    }

    private static float Joint(float at, float every)
    {
        var distance = Math.Abs(at - (MathF.Round(at / every) * every));
        return Math.Clamp(1 - (distance / 0.025f), 0, 1);
    }

    private static float Square(float x) => x * x;
}
