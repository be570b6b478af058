using System.Numerics;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Where a route enters or leaves the picture.</summary>
public enum ScenePort
{
    Left = 0,
    Right = 1,
    Near = 2,
    Far = 3,
}

/// <summary>
/// A random place to stage a situation in: camera, ground, light, a route through the middle of the picture and a line
/// across it. Everything comes from the seed.
/// </summary>
public sealed class SceneStage
{
    private static readonly float[] _rates = [10, 12.5f, 15, 20, 25, 30];

    private readonly int _seed;

    public SceneStage(int seed, PictureSize? size = null)
    {
        _seed = seed;
        Random = new Random(seed);
        var picture = size ?? new PictureSize(640, 360);
        FramesPerSecond = _rates[Random.Next(_rates.Length)];
        Camera = new SceneCamera(picture, Between(3, 6.5f), Between(0.3f, 0.6f), picture.Width * Between(0.8f, 1.2f));
        Brightness = Between(75, 150);
        Contrast = Between(6, 22);
        Slab = Random.Next(2) == 0 ? 0 : Between(0.7f, 2);
        var angle = Between(0, MathF.Tau);
        Weather = new SceneWeather
        {
            Sun = new SceneSun(new Vector2(MathF.Cos(angle), MathF.Sin(angle)) * Between(0.1f, 0.3f), Between(0.08f, 0.25f), Between(3, 7)),
            Noise = Between(1, 4),
        };
        Middle = Camera.GroundAt(Between(0.42f, 0.58f), Between(0.55f, 0.68f));
    }

    public Random Random { get; }

    public SceneCamera Camera { get; set; }

    public float FramesPerSecond { get; set; }

    public float Brightness { get; set; }

    public float Contrast { get; set; }

    public float Slab { get; }

    public SceneWeather Weather { get; set; }

    /// <summary>The point of the ground where the action is.</summary>
    public Vector3 Middle { get; set; }

    public List<ISceneActor> Actors { get; } = [];

    public List<LineZoneDefinition> Lines { get; } = [];

    public List<ZoneDefinition> Zones { get; } = [];

    public float Between(float least, float most) => least + ((most - least) * Random.NextSingle());

    public bool Coin() => Random.Next(2) == 0;

    /// <summary>A point outside the picture on the given side, at about the middle's distance; far away it is inside.</summary>
    public Vector3 Port(ScenePort port)
    {
        var depth = Middle.Z;
        var half = Camera.Depth(Middle) * Camera.Size.Width / 2 / Camera.Focal;
        return port switch
        {
            ScenePort.Left => new Vector3(-(half * 1.15f) - 1, 0, depth * Between(0.95f, 1.1f)),
            ScenePort.Right => new Vector3((half * 1.15f) + 1, 0, depth * Between(0.95f, 1.1f)),
            ScenePort.Near => Camera.GroundAt(Between(0.3f, 0.7f), 1) with { Z = Math.Max(0.3f, Camera.GroundAt(0.5f, 1).Z - 2.2f) },
            _ => new Vector3(Middle.X + Between(-2, 2), 0, Math.Min(depth * 2.2f, depth + 12)),
        };
    }

    /// <summary>A line on the ground through a point, square to a direction, reaching so many metres to both sides.</summary>
    public LineZoneDefinition LineAcross(Vector3 at, Vector3 direction, float reach, string name = "line")
    {
        var along = Vector3.Normalize(direction with { Y = 0 });
        var aside = new Vector3(along.Z, 0, -along.X) * reach;
        var line = new LineZoneDefinition { Name = name, Start = Seen(at - aside), End = Seen(at + aside) };
        Lines.Add(line);
        return line;
    }

    /// <summary>A line of the picture through a relative point, square to the way a direction of the ground looks there.</summary>
    public void LineThrough(ImagePoint at, Vector3 direction, float reach, string name = "line")
    {
        var (size, along) = (new Vector2(Camera.Size.Width, Camera.Size.Height), Vector3.Normalize(direction with { Y = 0 }) * 0.3f);
        var seen = Vector2.Normalize(Camera.Project(Middle + along) - Camera.Project(Middle - along));
        var aside = new Vector2(-seen.Y, seen.X) * reach * Camera.Scale(Middle) / size;
        Lines.Add(new LineZoneDefinition
        {
            Name = name,
            Start = new ImagePoint(Math.Clamp(at.X - aside.X, 0, 1), Math.Clamp(at.Y - aside.Y, 0, 1)),
            End = new ImagePoint(Math.Clamp(at.X + aside.X, 0, 1), Math.Clamp(at.Y + aside.Y, 0, 1)),
        });
    }

    /// <summary>A person whose clothes differ from the ground by at least so many grey levels.</summary>
    public WalkerLook Person(float leastContrast = 22)
    {
        var height = Between(1.55f, 1.9f);
        return new WalkerLook(
            height,
            height * Between(0.24f, 0.31f),
            Cloth(leastContrast),
            Cloth(leastContrast),
            Ink.Rgb(0.78f, 0.6f, 0.5f).Times(Between(0.55f, 1.05f)),
            Ink.Rgb(0.25f, 0.17f, 0.1f).Times(Between(0.4f, 1.6f)));
    }

    /// <summary>Paint that differs from the ground by at least so many grey levels.</summary>
    public Ink Cloth(float leastContrast)
    {
        float luma;
        do
        {
            luma = Between(22, 215);
        }
        while (Math.Abs(luma - Brightness) < leastContrast);

        return new Ink(luma, Between(108, 148), Between(108, 148));
    }

    public ScenePath Walk(float start, float speed, params Vector3[] points) => new([.. Timed(start, speed, points)]);

    /// <summary>Ends the setting: the scene lasts until all have gone, at most so many seconds.</summary>
    public Scene Build(string name, float seconds) => new(name, _seed, Camera, Backdrops.Ground(_seed, Brightness, Contrast, Slab))
    {
        Actors = Actors,
        Lines = Lines,
        Zones = Zones,
        Weather = Weather,
        FramesPerSecond = FramesPerSecond,
        Length = (int)(seconds * FramesPerSecond),
    };

    /// <summary>Where a point of the ground is seen, relative, held within the picture.</summary>
    public ImagePoint Seen(Vector3 ground)
    {
        var point = Camera.Project(ground);
        return new ImagePoint(Math.Clamp(point.X / Camera.Size.Width, 0, 1), Math.Clamp(point.Y / Camera.Size.Height, 0, 1));
    }

    private static IEnumerable<(float Time, float X, float Z)> Timed(float start, float speed, Vector3[] points)
    {
        var time = start;
        for (var i = 0; i < points.Length; i++)
        {
            time += i == 0 ? 0 : Math.Max(0.01f, Vector3.Distance(points[i], points[i - 1]) / speed);
            yield return (time, points[i].X, points[i].Z);
        }
    }
}
