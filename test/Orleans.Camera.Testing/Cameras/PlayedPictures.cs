using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>The gate planes of a generated scene, drawn once and played as often as wanted, from any picture on. Thread safe.</summary>
public sealed class PlayedPictures
{
    private readonly byte[][] _planes;
    private readonly FrameLayout _layout;

    /// <param name="scene">What is shown.</param>
    public PlayedPictures(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        (Name, FramesPerSecond) = (scene.Name, scene.FramesPerSecond);
        _layout = new FrameLayout(scene.Size, SceneFrameSource.GateOf(scene.Size));
        _planes = new byte[scene.Length][];
        var pictures = new SceneFrameSource(scene);
        for (var index = 0; index < scene.Length; index++)
        {
            using var frame = pictures.ReadAsync(default).AsTask().Result.Frame!;
            _planes[index] = frame.Bytes.ToArray();
        }
    }

    private PlayedPictures(PlayedPictures whole, int first)
    {
        (Name, FramesPerSecond, _layout) = (whole.Name, whole.FramesPerSecond, whole._layout);
        _planes = [.. whole._planes.Skip(first - 1)];
    }

    public string Name { get; }

    public double FramesPerSecond { get; }

    public int Count => _planes.Length;

    public PictureSize Gate => _layout.Gate;

    /// <summary>A picture at its place in a recording.</summary>
    /// <param name="number">From 1; beyond the end it begins again.</param>
    /// <param name="pool">Of <see cref="NewPool"/>.</param>
    /// <param name="start">The time of PTS zero.</param>
    public Frame Draw(long number, FramePool pool, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var frame = pool.Rent();
        _planes[(int)((number - 1) % Count)].CopyTo(frame.Bytes);
        var pts = PtsOf(number);
        frame.Stamp(number, pts, start + pts);
        return frame;
    }

    public TimeSpan PtsOf(long number) => TimeSpan.FromSeconds((number - 1) / FramesPerSecond);

    /// <summary>Another recording: the same pictures from this one on.</summary>
    public PlayedPictures From(int first) => new(this, first);

    public FramePool NewPool() => new(_layout);
}
