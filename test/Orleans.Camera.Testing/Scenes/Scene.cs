using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A generated scene: the same pictures for the same seed, and the truth about what crosses its lines.</summary>
/// <remarks>Rendering is not thread safe: one scene per thread.</remarks>
public sealed class Scene
{
    private readonly Canvas _grey;
    private readonly Lazy<Canvas> _colour;
    private readonly SensorNoise _noise;

    /// <param name="name">For messages.</param>
    /// <param name="seed">Of the sensor's noise.</param>
    /// <param name="backdrop">Paints the empty place; called for a grey and, where asked for, a colour canvas.</param>
    public Scene(string name, int seed, SceneCamera camera, Action<Canvas, SceneCamera> backdrop)
    {
        (Name, Seed, Camera, Backdrop) = (name, seed, camera, backdrop);
        _grey = Painted(hasColour: false);
        _colour = new Lazy<Canvas>(() => Painted(hasColour: true));
        _noise = new SensorNoise(seed, 1, 1);
        Weather = new SceneWeather();
        _noise = new SensorNoise(seed, Weather.Noise, camera.Size.Width);
    }

    public string Name { get; }

    public int Seed { get; }

    public SceneCamera Camera { get; }

    public PictureSize Size => Camera.Size;

    public double FramesPerSecond { get; init; } = 15;

    /// <summary>How many pictures there are.</summary>
    public int Length { get; init; }

    public required IReadOnlyList<ISceneActor> Actors { get; init; }

    public required IReadOnlyList<LineZoneDefinition> Lines { get; init; }

    public IReadOnlyList<ZoneDefinition> Zones { get; init; } = [];

    public SceneWeather Weather
    {
        get;
        init
        {
            field = value;
            _noise = new SensorNoise(Seed, value.Noise, Size.Width);
        }
    }

    private Action<Canvas, SceneCamera> Backdrop { get; }

    /// <summary>Time of a picture, numbered from 0, in seconds.</summary>
    public float TimeOf(int frame) => (float)(frame / FramesPerSecond);

    /// <summary>Draws a picture as I420 (Y, U, V without gaps).</summary>
    /// <param name="frame">From 0.</param>
    public void Render(int frame, Span<byte> i420)
    {
        var area = (int)Size.Area;
        var canvas = Draw(frame, _colour.Value);
        Expose(frame, canvas, i420[..area]);
        canvas.ChromaU.CopyTo(i420[area..]);
        canvas.ChromaV.CopyTo(i420[(area + (area / 4))..]);
    }

    /// <summary>Draws the Y plane of a picture alone.</summary>
    public void RenderLuma(int frame, Span<byte> luma) => Expose(frame, Draw(frame, _grey), luma);

    /// <summary>The true boxes on a picture, relative; shadows and occlusion left out.</summary>
    public IEnumerable<(ISceneActor Actor, Box Box)> Boxes(int frame)
    {
        var time = TimeOf(frame);
        foreach (var actor in Actors.Where(actor => actor.Label.Length > 0 && actor.IsOnStage(time)))
        {
            var (low, high) = actor.Bounds(Camera, time);
            yield return (actor, new Box(low.X / Size.Width, low.Y / Size.Height, high.X / Size.Width, high.Y / Size.Height));
        }
    }

    private readonly Dictionary<bool, Canvas> _work = [];

    private Canvas Draw(int frame, Canvas backdrop)
    {
        var time = TimeOf(frame);
        var camera = Camera with { Shake = Weather.Shake?.Invoke(time) ?? default };
        if (!_work.TryGetValue(backdrop.HasColour, out var canvas))
        {
            _work[backdrop.HasColour] = canvas = new Canvas(Size, backdrop.HasColour);
        }

        Backdrops.Copy(backdrop, canvas, camera.Shake);
        var present = Actors.Where(actor => actor.IsOnStage(time)).OrderByDescending(actor => Camera.Depth(actor.Position(time))).ToList();
        foreach (var actor in present)
        {
            actor.DrawShadow(canvas, camera, time, Weather.Sun);
        }

        foreach (var actor in present)
        {
            actor.Draw(canvas, camera, time);
        }

        return canvas;
    }

    /// <summary>Light and sensor noise.</summary>
    private void Expose(int frame, Canvas canvas, Span<byte> luma)
    {
        var (gain, offset) = Weather.Light(TimeOf(frame));
        Span<byte> curve = stackalloc byte[256];
        for (var level = 0; level < 256; level++)
        {
            curve[level] = (byte)Math.Clamp(16 + ((level - 16) * gain) + offset + 0.5f, 16, 235);
        }

        var isPlain = gain == 1 && offset == 0;
        for (var y = 0; y < Size.Height; y++)
        {
            var source = canvas.Luma.AsSpan(y * Size.Width, Size.Width);
            var target = luma.Slice(y * Size.Width, Size.Width);
            if (isPlain)
            {
                Backdrops.AddNoise(source, _noise.Row(frame, y, Size.Width), target);
                continue;
            }

            for (var x = 0; x < target.Length; x++)
            {
                target[x] = curve[source[x]];
            }

            Backdrops.AddNoise(target, _noise.Row(frame, y, Size.Width), target);
        }
    }

    private Canvas Painted(bool hasColour)
    {
        var canvas = new Canvas(new PictureSize(Size.Width + (2 * Backdrops.Margin), Size.Height + (2 * Backdrops.Margin)), hasColour);
        Backdrop(canvas, Camera with { Size = canvas.Size });
        return canvas;
    }
}
