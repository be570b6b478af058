using System.Numerics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A kind of scene, staged anew for every seed.</summary>
/// <param name="Name">A sentence part, for test names and messages.</param>
public sealed record SceneSituation(string Name, Func<int, Scene> Stage)
{
    public override string ToString() => Name;
}

/// <summary>The situations that a counter must get right.</summary>
public static partial class SceneSituations
{
    public static IReadOnlyList<SceneSituation> All { get; } =
    [
        new("single", Single),
        new("pair side by side", Pair),
        new("crossing paths", CrossingPaths),
        new("occlusion behind a pole", BehindPole),
        new("stop-and-go at the line", StopAndGo),
        new("trembling on the line", Trembling),
        new("turning back before the line", TurningBackBefore),
        new("turning back after the line", TurningBackAfter),
        new("fast vehicle", FastVehicle),
        new("shadow", Shadow),
        new("sudden light change", LightChange),
        new("camera shake", CameraShake),
        new("night noise", NightNoise),
        new("two-way traffic", TwoWayTraffic),
        new("loitering in a zone", Loitering),
    ];

    public static Scene Single(int seed)
    {
        var stage = new SceneStage(seed);
        AddSingle(stage, Speed(stage), 22);
        return Finish(stage, "single");
    }

    public static Scene Pair(int seed)
    {
        var stage = new SceneStage(seed);
        stage.Camera = stage.Camera with { Pitch = stage.Between(0.4f, 0.6f), Height = stage.Between(4, 6.5f) };
        stage.Middle = stage.Camera.GroundAt(stage.Between(0.45f, 0.55f), stage.Between(0.5f, 0.6f));
        var (near, far) = (stage.Port(ScenePort.Near), stage.Port(ScenePort.Far));
        var route = Vector3.Normalize((near - stage.Middle) with { Y = 0 });
        near = stage.Middle + (route * Vector3.Distance(near, stage.Middle));
        far = stage.Middle - (route * Vector3.Distance(far, stage.Middle));
        var aside = new Vector3(route.Z, 0, -route.X) * stage.Between(0.42f, 0.65f);
        var speed = Speed(stage);
        var (from, to) = stage.Coin() ? (near, far) : (far, near);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var drift = route * stage.Between(-0.12f, 0.12f);
            stage.Actors.Add(new Walker(stage.Walk(1, speed, from + (aside * side) + drift, to + (aside * side) + drift), stage.Person()));
        }

        stage.LineAcross(stage.Middle, to - from, 3);
        return Finish(stage, "pair side by side");
    }

    public static Scene CrossingPaths(int seed)
    {
        var stage = new SceneStage(seed);
        var (left, right) = (stage.Port(ScenePort.Left), stage.Port(ScenePort.Right));
        var apart = new Vector3(0, 0, stage.Between(0.5f, 1.3f));
        var speed = Speed(stage);
        var meet = stage.Between(-0.8f, 0.8f);
        stage.Actors.Add(new Walker(stage.Walk(1, speed, left - apart, stage.Middle - apart, right - apart), stage.Person()));
        stage.Actors.Add(new Walker(stage.Walk(1 + Math.Max(0, meet), speed * stage.Between(0.85f, 1.15f), right + apart, stage.Middle + apart, left + apart), stage.Person()));
        stage.LineAcross(stage.Middle + new Vector3(stage.Between(-1.5f, 1.5f), 0, 0), right - left, 3.5f);
        return Finish(stage, "crossing paths");
    }

    public static Scene BehindPole(int seed)
    {
        var stage = new SceneStage(seed);
        var (left, right) = (stage.Port(ScenePort.Left), stage.Port(ScenePort.Right));
        var (from, to) = stage.Coin() ? (left, right) : (right, left);
        stage.Actors.Add(new Walker(stage.Walk(1, Speed(stage), from, stage.Middle, to), stage.Person()));
        var pole = stage.Middle + new Vector3(stage.Between(-1.2f, 1.2f), 0, -stage.Between(0.8f, 1.6f));
        stage.Actors.Add(new Post(pole, stage.Between(2.6f, 4.5f), stage.Between(0.07f, 0.2f), stage.Cloth(15)));
        stage.LineAcross(stage.Middle, to - from, 2.5f);
        return Finish(stage, "occlusion behind a pole");
    }

    public static Scene StopAndGo(int seed)
    {
        var stage = new SceneStage(seed);
        var (from, to) = Route(stage);
        var offset = stage.Between(0.35f, 0.9f);
        var stop = stage.Middle + ((stage.Coin() ? Vector3.Normalize(from - stage.Middle) : Vector3.Normalize(to - stage.Middle)) * offset);
        var wait = stage.Between(3, 9);
        var speed = Speed(stage);
        var first = 1 + (Vector3.Distance(from, stop) / speed);
        stage.Actors.Add(new Walker(
            new ScenePath(
                (1, from.X, from.Z), (first, stop.X, stop.Z), (first + wait, stop.X, stop.Z), (first + wait + (Vector3.Distance(stop, to) / speed), to.X, to.Z)),
            stage.Person()));
        stage.LineAcross(stage.Middle, to - from, 3);
        return Finish(stage, "stop-and-go at the line");
    }

    public static Scene Trembling(int seed)
    {
        var stage = new SceneStage(seed);
        var (from, to) = Route(stage);
        var along = Vector3.Normalize(to - from);
        var speed = Speed(stage);
        stage.Weather = stage.Weather with { Sun = stage.Weather.Sun with { Strength = 0.03f } };
        var points = new List<(float Time, float X, float Z)> { (1, from.X, from.Z) };
        var time = 1 + (Vector3.Distance(from, stage.Middle) / speed);
        for (var step = 0; step < 12; step++)
        {
            var at = stage.Middle + (along * (step % 2 == 0 ? 1 : -1) * stage.Between(0.02f, 0.06f));
            points.Add((time, at.X, at.Z));
            time += stage.Between(0.3f, 0.7f);
        }

        var end = stage.Coin() ? to : from;
        points.Add((time, stage.Middle.X, stage.Middle.Z));
        points.Add((time + (Vector3.Distance(stage.Middle, end) / speed), end.X, end.Z));
        var walker = new Walker(new ScenePath([.. points]), stage.Person());
        stage.Actors.Add(walker);
        stage.LineThrough(MeanFoot(stage, walker, points[1].Time, time), along, 1.2f);
        return Finish(stage, "trembling on the line");
    }

    /// <summary>Where the middle of somebody's lower edge is on average: the point about which they tremble.</summary>
    private static ImagePoint MeanFoot(SceneStage stage, Walker walker, float from, float to)
    {
        var sum = Vector2.Zero;
        const int samples = 50;
        for (var i = 0; i < samples; i++)
        {
            var (low, high) = walker.Bounds(stage.Camera, from + ((to - from) * i / samples));
            sum += new Vector2((low.X + high.X) / 2, high.Y);
        }

        return new ImagePoint(sum.X / samples / stage.Camera.Size.Width, sum.Y / samples / stage.Camera.Size.Height);
    }
}
