using System.Numerics;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Testing.Scenes;

public static partial class SceneSituations
{
    public static Scene TurningBackBefore(int seed) => TurningBack(seed, "turning back before the line", past: -1);

    public static Scene TurningBackAfter(int seed) => TurningBack(seed, "turning back after the line", past: 1);

    public static Scene FastVehicle(int seed)
    {
        var stage = new SceneStage(seed);
        stage.Camera = stage.Camera with { Height = stage.Between(4.5f, 7), Focal = stage.Camera.Size.Width * stage.Between(0.7f, 0.95f) };
        stage.Middle = stage.Camera.GroundAt(0.5f, stage.Between(0.45f, 0.55f));
        var (left, right) = (Beside(stage, ScenePort.Left), Beside(stage, ScenePort.Right));
        var (from, to) = stage.Coin() ? (left, right) : (right, left);
        stage.Actors.Add(new Vehicle(stage.Walk(1.5f, stage.Between(9, 16), from, stage.Middle, to), Car(stage)));
        stage.LineAcross(stage.Middle, to - from, 4);
        return Finish(stage, "fast vehicle");
    }

    public static Scene Shadow(int seed)
    {
        var stage = new SceneStage(seed);
        var angle = stage.Between(0, MathF.Tau);
        stage.Weather = stage.Weather with
        {
            Sun = new SceneSun(new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * stage.Between(0.8f, 1.6f), stage.Between(0.3f, 0.5f), stage.Between(2, 5)),
        };
        AddSingle(stage, Speed(stage), 30);
        return Finish(stage, "shadow");
    }

    public static Scene LightChange(int seed)
    {
        var stage = new SceneStage(seed);
        AddSingle(stage, Speed(stage), 25);
        var at = stage.Between(2.5f, 7);
        var over = stage.Coin() ? 0.01f : stage.Between(0.1f, 1.2f);
        var (gain, offset) = (stage.Coin() ? stage.Between(0.62f, 0.85f) : stage.Between(1.15f, 1.4f), stage.Between(-8, 8));
        stage.Weather = stage.Weather with
        {
            Light = time =>
            {
                var share = Math.Clamp((time - at) / over, 0, 1);
                return (1 + ((gain - 1) * share), offset * share);
            },
        };
        return Finish(stage, "sudden light change");
    }

    public static Scene CameraShake(int seed)
    {
        var stage = new SceneStage(seed);
        AddSingle(stage, Speed(stage), 25);
        var strength = stage.Between(1, 4);
        var (a, b, c, d) = (stage.Between(1, 3), stage.Between(3, 7), stage.Between(1, 3), stage.Between(3, 7));
        stage.Weather = stage.Weather with
        {
            Shake = time => strength * 0.5f * new Vector2(
                MathF.Sin(a * MathF.Tau * time) + MathF.Sin((b * MathF.Tau * time) + 1),
                MathF.Sin((c * MathF.Tau * time) + 2) + MathF.Sin((d * MathF.Tau * time) + 3)),
        };
        return Finish(stage, "camera shake");
    }

    public static Scene NightNoise(int seed)
    {
        var stage = new SceneStage(seed) { };
        stage.Brightness = stage.Between(38, 60);
        stage.Contrast = stage.Between(3, 8);
        stage.Weather = stage.Weather with { Noise = stage.Between(6, 11), Sun = stage.Weather.Sun with { Strength = 0.05f } };
        AddSingle(stage, Speed(stage), 16);
        return Finish(stage, "night noise");
    }

    public static Scene TwoWayTraffic(int seed)
    {
        var stage = new SceneStage(seed);
        stage.Camera = stage.Camera with { Height = stage.Between(6, 9), Pitch = stage.Between(0.4f, 0.6f), Focal = stage.Camera.Size.Width * stage.Between(0.75f, 0.95f) };
        stage.Middle = stage.Camera.GroundAt(0.5f, stage.Between(0.5f, 0.6f));
        var lane = new Vector3(0, 0, stage.Between(1.9f, 2.4f));
        var (left, right) = (Beside(stage, ScenePort.Left), Beside(stage, ScenePort.Right));
        (left.Z, right.Z) = (stage.Middle.Z, stage.Middle.Z);
        float[] starts = [1, 1];
        for (var i = 0; i < 5; i++)
        {
            var isNear = stage.Coin();
            var (from, to) = isNear ? (left - lane, right - lane) : (right + lane, left + lane);
            stage.Actors.Add(new Vehicle(stage.Walk(starts[isNear ? 1 : 0], 8, from, to), Car(stage)));
            starts[isNear ? 1 : 0] += stage.Between(1.6f, 3);
        }

        stage.LineAcross(stage.Middle, right - left, 6);
        return Finish(stage, "two-way traffic");
    }

    public static Scene Loitering(int seed)
    {
        var stage = new SceneStage(seed);
        var (left, right) = (stage.Port(ScenePort.Left), stage.Port(ScenePort.Right));
        var (from, to) = stage.Coin() ? (left, right) : (right, left);
        var speed = Speed(stage);
        var arrival = 1 + (Vector3.Distance(from, stage.Middle) / speed);
        var points = new List<(float Time, float X, float Z)> { (1, from.X, from.Z), (arrival, stage.Middle.X, stage.Middle.Z) };
        var time = arrival;
        for (var step = 0; step < 4; step++)
        {
            time += stage.Between(1.5f, 2.5f);
            var at = stage.Middle + new Vector3(stage.Between(-0.7f, 0.7f), 0, stage.Between(-0.4f, 0.4f));
            points.Add((time, at.X, at.Z));
        }

        points.Add((time + (Vector3.Distance(stage.Middle, to) / speed), to.X, to.Z));
        stage.Actors.Add(new Walker(new ScenePath([.. points]), stage.Person()));
        var (wide, deep) = (new Vector3(2, 0, 0), new Vector3(0, 0, 1.8f));
        stage.Zones.Add(new ZoneDefinition
        {
            Name = "place",
            Polygon = [stage.Seen(stage.Middle - wide + deep), stage.Seen(stage.Middle + wide + deep), stage.Seen(stage.Middle + wide - deep), stage.Seen(stage.Middle - wide - deep)],
            LoiteringAfter = TimeSpan.FromSeconds(5),
        });
        stage.LineAcross(stage.Middle + ((from - stage.Middle) * 0.5f), to - from, 3);
        return Finish(stage, "loitering in a zone");
    }

    private static Scene TurningBack(int seed, string name, int past)
    {
        var stage = new SceneStage(seed);
        var (left, right) = (stage.Port(ScenePort.Left), stage.Port(ScenePort.Right));
        var (from, to) = stage.Coin() ? (left, right) : (right, left);
        var along = Vector3.Normalize(to - from);
        var turn = stage.Middle + (along * (past * stage.Between(1.1f, 2)));
        var speed = Speed(stage);
        stage.Actors.Add(new Walker(stage.Walk(1, speed, from, turn, from), stage.Person()));
        stage.LineAcross(stage.Middle, along, 3.5f);
        return Finish(stage, name);
    }

    private static void AddSingle(SceneStage stage, float speed, float leastContrast)
    {
        var (from, to) = Route(stage);
        stage.Actors.Add(new Walker(stage.Walk(1, speed, from, stage.Middle, to), stage.Person(leastContrast)));
        stage.LineAcross(stage.Middle, to - from, 3);
    }

    /// <summary>A route from one side of the picture to another, through the middle.</summary>
    private static (Vector3 From, Vector3 To) Route(SceneStage stage)
    {
        ScenePort[] ports = [ScenePort.Left, ScenePort.Right, ScenePort.Near, ScenePort.Far];
        stage.Random.Shuffle(ports);
        return (stage.Port(ports[0]), stage.Port(ports[1]));
    }

    /// <summary>A port far enough outside for a vehicle.</summary>
    private static Vector3 Beside(SceneStage stage, ScenePort port)
    {
        var at = stage.Port(port) with { Z = stage.Middle.Z };
        return at with { X = at.X + (Math.Sign(at.X) * 3) };
    }

    private static VehicleLook Car(SceneStage stage) =>
        stage.Random.Next(3) == 0 ? VehicleLook.Van(stage.Cloth(25)) : VehicleLook.Car(stage.Cloth(25), stage.Between(0.92f, 1.08f));

    private static float Speed(SceneStage stage) => stage.Between(1.1f, 1.7f);

    private static Scene Finish(SceneStage stage, string name)
    {
        var last = stage.Actors.Where(actor => actor.Label.Length > 0).Max(LastSecond);
        return stage.Build(name, Math.Min(30, last));
    }

    private static float LastSecond(ISceneActor actor)
    {
        var last = 0f;
        for (var time = 0f; time < 40; time += 0.25f)
        {
            last = actor.IsOnStage(time) ? time : last;
        }

        return last + 0.75f;
    }
}
