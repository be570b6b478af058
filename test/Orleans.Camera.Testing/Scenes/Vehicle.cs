using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>What a vehicle looks like; metres. The cabin is a box on the body, set back from the front.</summary>
public sealed record VehicleLook(float Length, float Width, float BodyHeight, float Height, float CabinFrom, float CabinTo, Ink Paint)
{
    public static VehicleLook Car(Ink paint, float size = 1) => new(4.3f * size, 1.8f * size, 0.95f * size, 1.5f * size, 0.22f, 0.80f, paint);

    public static VehicleLook Van(Ink paint, float size = 1) => new(5.2f * size, 2.0f * size, 1.1f * size, 2.2f * size, 0.02f, 0.86f, paint);

    public static VehicleLook Bus(Ink paint) => new(10.5f, 2.5f, 1.3f, 3.0f, 0.01f, 0.99f, paint);
}

/// <summary>A car, van or bus, driving or parked.</summary>
/// <param name="path">Where its middle drives.</param>
/// <param name="look">Size and paint.</param>
/// <param name="label"><c>vehicle</c>; empty for scenery.</param>
public sealed class Vehicle(ScenePath path, VehicleLook look, string label = "vehicle") : ISceneActor
{
    private static readonly Ink _glass = Ink.Rgb(0.16f, 0.2f, 0.24f);
    private static readonly Ink _tyre = Ink.Rgb(0.08f, 0.08f, 0.09f);

    public string Label => label;

    public bool IsOnStage(float time) => path.IsOnStage(time);

    public Vector3 Position(float time) => path.At(time);

    public void Draw(Canvas canvas, SceneCamera camera, float time)
    {
        var frame = new Frame(path.At(time), path.Heading(time));
        var eye = new Vector3(0, camera.Height, 0);
        DrawWheels(canvas, camera, frame, eye);
        var half = look.Length / 2;
        DrawBox(canvas, camera, eye, frame.Box(-half, half, look.Width / 2, 0.25f, look.BodyHeight), look.Paint, glazed: false);
        DrawLights(canvas, camera, frame, eye);
        var (back, front) = (-half + (look.Length * look.CabinFrom), -half + (look.Length * look.CabinTo));
        DrawBox(canvas, camera, eye, frame.Box(back, front, look.Width * 0.46f, look.BodyHeight, look.Height), look.Paint, glazed: true);
    }

    public void DrawShadow(Canvas canvas, SceneCamera camera, float time, SceneSun sun)
    {
        var frame = new Frame(path.At(time), path.Heading(time));
        var (half, side) = (look.Length / 2, look.Width / 2);
        Span<Vector2> ground = stackalloc Vector2[4];
        for (var i = 0; i < 4; i++)
        {
            ground[i] = camera.Project(sun.Shadow(frame.At((i is 1 or 2) ? half : -half, (i >= 2) ? side : -side, look.Height * 0.8f)));
        }

        canvas.Shade(new Quad(ground[0], ground[1], ground[2], ground[3]), sun.Strength, sun.Softness);
        var under = new Capsule(
            camera.Project(frame.At(-half * 0.8f, 0, 0)), camera.Project(frame.At(half * 0.8f, 0, 0)), camera.Scale(frame.Origin) * side * 0.7f, camera.Scale(frame.Origin) * side * 0.7f);
        canvas.Shade(under, 0.5f, camera.Scale(frame.Origin) * 0.5f);
    }

    public (Vector2 Low, Vector2 High) Bounds(SceneCamera camera, float time)
    {
        var frame = new Frame(path.At(time), path.Heading(time));
        var half = look.Length / 2;
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        Grow(camera, frame.Box(-half, half, look.Width / 2, 0, look.BodyHeight), ref low, ref high);
        var (back, front) = (-half + (look.Length * look.CabinFrom), -half + (look.Length * look.CabinTo));
        Grow(camera, frame.Box(back, front, look.Width * 0.46f, look.BodyHeight, look.Height), ref low, ref high);
        return (low, high);
    }

    private static void Grow(SceneCamera camera, Vector3[] corners, ref Vector2 low, ref Vector2 high)
    {
        foreach (var corner in corners)
        {
            low = Vector2.Min(low, camera.Project(corner));
            high = Vector2.Max(high, camera.Project(corner));
        }
    }

    private void DrawWheels(Canvas canvas, SceneCamera camera, in Frame frame, Vector3 eye)
    {
        for (var side = -1; side <= 1; side += 2)
        {
            if (Vector3.Dot(frame.Side * side, eye - frame.At(0, side * look.Width / 2, 0)) <= 0)
            {
                continue;
            }

            for (var end = -1; end <= 1; end += 2)
            {
                var hub = frame.At(end * look.Length * 0.31f, side * look.Width * 0.47f, 0.33f);
                var radius = camera.Scale(hub) * 0.34f;
                var point = camera.Project(hub);
                canvas.Fill(new Capsule(point, point, radius, radius), _tyre);
                canvas.Fill(new Capsule(point, point, radius * 0.5f, radius * 0.5f), Ink.Rgb(0.45f, 0.45f, 0.47f));
            }
        }
    }

    private void DrawLights(Canvas canvas, SceneCamera camera, in Frame frame, Vector3 eye)
    {
        for (var end = -1; end <= 1; end += 2)
        {
            if (Vector3.Dot(frame.Ahead * end, eye - frame.At(end * look.Length / 2, 0, 0.7f)) <= 0)
            {
                continue;
            }

            for (var side = -1; side <= 1; side += 2)
            {
                var lamp = frame.At(end * look.Length * 0.5f, side * look.Width * 0.36f, look.BodyHeight * 0.7f);
                var point = camera.Project(lamp);
                var radius = camera.Scale(lamp) * 0.12f;
                canvas.Fill(new Capsule(point, point, radius, radius), end > 0 ? Ink.Rgb(1, 0.97f, 0.85f) : Ink.Rgb(0.75f, 0.08f, 0.06f));
            }
        }
    }

    private static void DrawBox(Canvas canvas, SceneCamera camera, Vector3 eye, Vector3[] corners, Ink paint, bool glazed)
    {
        // Corners: bottom 0..3 around, top 4..7 above them.
        ReadOnlySpan<(int A, int B, int C, int D, float Light)> faces =
            [(0, 1, 5, 4, 0.78f), (1, 2, 6, 5, 0.9f), (2, 3, 7, 6, 0.82f), (3, 0, 4, 7, 0.9f), (4, 5, 6, 7, 1.08f)];
        var middle = (corners[0] + corners[6]) / 2;
        foreach (var (a, b, c, d, light) in faces)
        {
            var center = (corners[a] + corners[c]) / 2;
            if (Vector3.Dot(center - middle, eye - center) <= 0)
            {
                continue;
            }

            var (p, q, r, s) = (camera.Project(corners[a]), camera.Project(corners[b]), camera.Project(corners[c]), camera.Project(corners[d]));
            canvas.Fill(new Quad(p, q, r, s), paint.Times(light));
            if (glazed && light < 1)
            {
                var heart = (p + q + r + s) / 4;
                var (x, y) = (0.86f, 0.72f);
                Vector2 Inset(Vector2 at) => heart + ((at - heart) * new Vector2(x, y));
                canvas.Fill(new Quad(Inset(p), Inset(q), Inset(r), Inset(s)), _glass);
            }
        }
    }

    /// <summary>The vehicle's own axes.</summary>
    private readonly record struct Frame(Vector3 Origin, Vector3 Ahead)
    {
        public Vector3 Side => new(Ahead.Z, 0, -Ahead.X);

        public Vector3 At(float ahead, float aside, float up) => Origin + (Ahead * ahead) + (Side * aside) + new Vector3(0, up, 0);

        public Vector3[] Box(float back, float front, float side, float bottom, float top) =>
        [
            At(back, -side, bottom), At(front, -side, bottom), At(front, side, bottom), At(back, side, bottom),
            At(back, -side, top), At(front, -side, top), At(front, side, top), At(back, side, top),
        ];
    }
}
