using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A round post on the ground, in front of whatever passes behind it.</summary>
/// <param name="foot">Where it stands.</param>
/// <param name="height">In metres.</param>
/// <param name="radius">In metres.</param>
public sealed class Post(Vector3 foot, float height, float radius, Ink ink) : ISceneActor
{
    public string Label => "";

    public bool IsOnStage(float time) => true;

    public Vector3 Position(float time) => foot;

    public void Draw(Canvas canvas, SceneCamera camera, float time)
    {
        var top = foot + new Vector3(0, height, 0);
        var (low, high) = (camera.Project(foot), camera.Project(top));
        canvas.Fill(new Capsule(low, high, camera.Scale(foot) * radius, camera.Scale(top) * radius), ink);
    }

    public void DrawShadow(Canvas canvas, SceneCamera camera, float time, SceneSun sun)
    {
        var top = sun.Shadow(foot + new Vector3(0, height, 0));
        canvas.Shade(
            new Capsule(camera.Project(foot), camera.Project(top), camera.Scale(foot) * radius, camera.Scale(top) * radius), sun.Strength, sun.Softness);
    }

    public (Vector2 Low, Vector2 High) Bounds(SceneCamera camera, float time) =>
        (camera.Project(foot + new Vector3(0, height, 0)), camera.Project(foot));
}

/// <summary>Somebody on a bicycle.</summary>
public sealed class Cyclist(ScenePath path, WalkerLook look, Ink frame) : ISceneActor
{
    public string Label => "vehicle";

    public bool IsOnStage(float time) => path.IsOnStage(time);

    public Vector3 Position(float time) => path.At(time);

    public void Draw(Canvas canvas, SceneCamera camera, float time)
    {
        foreach (var (from, to, fromRadius, toRadius, ink) in Parts(time))
        {
            canvas.Fill(
                new Capsule(camera.Project(from), camera.Project(to), fromRadius * camera.Scale(from), toRadius * camera.Scale(to)), ink);
        }
    }

    public void DrawShadow(Canvas canvas, SceneCamera camera, float time, SceneSun sun)
    {
        foreach (var (from, to, fromRadius, _, _) in Parts(time))
        {
            var radius = camera.Scale(path.At(time)) * fromRadius * 0.8f;
            canvas.Shade(new Capsule(camera.Project(sun.Shadow(from)), camera.Project(sun.Shadow(to)), radius, radius), sun.Strength * 0.5f, sun.Softness);
        }
    }

    public (Vector2 Low, Vector2 High) Bounds(SceneCamera camera, float time)
    {
        var extent = Extent.Nothing;
        foreach (var (from, to, fromRadius, toRadius, _) in Parts(time))
        {
            extent.Add(new Capsule(camera.Project(from), camera.Project(to), fromRadius * camera.Scale(from), toRadius * camera.Scale(to)));
        }

        return (extent.Low, extent.High);
    }

    private IEnumerable<(Vector3 From, Vector3 To, float FromRadius, float ToRadius, Ink Ink)> Parts(float time)
    {
        var ground = path.At(time);
        var ahead = path.Heading(time);
        Vector3 At(float forward, float up) => ground + (ahead * forward) + new Vector3(0, up, 0);
        var tyre = Ink.Rgb(0.1f, 0.1f, 0.1f);
        var pedal = MathF.Sin(path.Walked(time) * 1.2f) * 0.16f;
        yield return (At(-0.52f, 0.33f), At(-0.52f, 0.33f), 0.33f, 0.33f, tyre);
        yield return (At(0.52f, 0.33f), At(0.52f, 0.33f), 0.33f, 0.33f, tyre);
        yield return (At(-0.5f, 0.35f), At(0.4f, 0.85f), 0.05f, 0.05f, frame);
        yield return (At(-0.1f, 0.95f), At(0.05f + pedal, 0.25f), 0.1f, 0.06f, look.Trousers);
        yield return (At(-0.12f, 0.95f), At(0.2f, 1.42f), look.Girth * 0.4f, look.Girth * 0.45f, look.Coat);
        yield return (At(0.2f, 1.35f), At(0.5f, 0.95f), 0.06f, 0.05f, look.Coat.Times(0.85f));
        yield return (At(0.27f, 1.66f), At(0.27f, 1.66f), 0.12f, 0.12f, look.Skin);
        yield return (At(0.25f, 1.70f), At(0.25f, 1.70f), 0.11f, 0.11f, look.Hair);
    }
}
