using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A person on foot: head, trunk, arms and legs that swing with the steps.</summary>
/// <param name="path">Where they walk.</param>
/// <param name="look">Size and clothes.</param>
public sealed class Walker(ScenePath path, WalkerLook look) : ISceneActor
{
    /// <summary>Metres from one step of the left foot to the next.</summary>
    private const float Stride = 1.5f;

    public string Label => "person";

    public bool IsOnStage(float time) => path.IsOnStage(time);

    public Vector3 Position(float time) => path.At(time);

    public void Draw(Canvas canvas, SceneCamera camera, float time)
    {
        var painter = new Painter(canvas);
        Visit(camera, time, ref painter);
    }

    public void DrawShadow(Canvas canvas, SceneCamera camera, float time, SceneSun sun)
    {
        var foot = path.At(time);
        var head = sun.Shadow(foot + new Vector3(0, look.Height, 0));
        var (from, to) = (camera.Project(foot), camera.Project(head));
        var (wide, narrow) = (camera.Scale(foot) * look.Girth, camera.Scale(head) * look.Girth);
        canvas.Shade(new Capsule(from, to, wide * 0.5f, narrow * 0.5f), sun.Strength, sun.Softness);
    }

    public (Vector2 Low, Vector2 High) Bounds(SceneCamera camera, float time)
    {
        var measure = new Measure { Extent = Extent.Nothing };
        Visit(camera, time, ref measure);
        return (measure.Extent.Low, measure.Extent.High);
    }

    private void Visit<TVisitor>(SceneCamera camera, float time, ref TVisitor visitor)
        where TVisitor : struct, IVisitor
    {
        var foot = path.At(time);
        var ahead = path.Heading(time);
        var aside = new Vector3(ahead.Z, 0, -ahead.X);
        var swing = MathF.Sin(path.Walked(time) / Stride * MathF.Tau) * Math.Clamp(path.Velocity(time).Length(), 0, 1);
        var h = look.Height;
        var hip = foot + new Vector3(0, 0.50f * h, 0);
        var neck = foot + new Vector3(0, 0.83f * h, 0);
        for (var side = -1; side <= 1; side += 2)
        {
            var step = ahead * (side * swing * 0.18f * h);
            var lift = new Vector3(0, 0.03f * h, 0);
            Limb(camera, hip + (aside * (side * look.Girth * 0.28f)), foot + step + lift + (aside * (side * look.Girth * 0.2f)), 0.055f * h, 0.035f * h, look.Trousers.Times(side < 0 ? 0.9f : 1), ref visitor);
        }

        Limb(camera, hip, neck - new Vector3(0, 0.06f * h, 0), look.Girth * 0.42f, look.Girth * 0.48f, look.Coat, ref visitor);
        for (var side = -1; side <= 1; side += 2)
        {
            var hand = foot + new Vector3(0, 0.46f * h, 0) - (ahead * (side * swing * 0.14f * h)) + (aside * (side * look.Girth * 0.62f));
            Limb(camera, neck - new Vector3(0, 0.05f * h, 0) + (aside * (side * look.Girth * 0.5f)), hand, 0.035f * h, 0.028f * h, look.Coat.Times(0.85f), ref visitor);
        }

        var head = foot + new Vector3(0, 0.93f * h, 0);
        Limb(camera, head, head, 0.068f * h, 0.068f * h, look.Skin, ref visitor);
        var hair = head + new Vector3(0, 0.025f * h, 0) - (ahead * 0.02f * h);
        Limb(camera, hair, hair, 0.06f * h, 0.06f * h, look.Hair, ref visitor);
    }

    private static void Limb<TVisitor>(
        SceneCamera camera, Vector3 from, Vector3 to, float fromRadius, float toRadius, Ink ink, ref TVisitor visitor)
        where TVisitor : struct, IVisitor =>
        visitor.Take(new Capsule(camera.Project(from), camera.Project(to), fromRadius * camera.Scale(from), toRadius * camera.Scale(to)), ink);

    private interface IVisitor
    {
        void Take(in Capsule shape, Ink ink);
    }

    private readonly struct Painter(Canvas canvas) : IVisitor
    {
        public void Take(in Capsule shape, Ink ink) => canvas.Fill(shape, ink);
    }

    private struct Measure : IVisitor
    {
        public Extent Extent;

        public void Take(in Capsule shape, Ink ink) => Extent.Add(shape);
    }
}

/// <summary>What a person looks like. Height and girth (width of the trunk) in metres.</summary>
public sealed record WalkerLook(float Height, float Girth, Ink Coat, Ink Trousers, Ink Skin, Ink Hair);
