using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Something in a scene.</summary>
public interface ISceneActor
{
    /// <summary>What it is counted as: <c>person</c> or <c>vehicle</c>; empty for scenery.</summary>
    string Label { get; }

    bool IsOnStage(float time);

    /// <summary>Where it stands.</summary>
    Vector3 Position(float time);

    void Draw(Canvas canvas, SceneCamera camera, float time);

    void DrawShadow(Canvas canvas, SceneCamera camera, float time, SceneSun sun);

    /// <summary>The box around it, without its shadow, in pixels; it may reach outside the picture.</summary>
    (Vector2 Low, Vector2 High) Bounds(SceneCamera camera, float time);
}

/// <summary>Where shadows fall.</summary>
/// <param name="Direction">On the ground, metres of shadow per metre of height (x, z).</param>
/// <param name="Strength">0 none, 1 black.</param>
/// <param name="Softness">Width of the shadow's edge in pixels.</param>
public readonly record struct SceneSun(Vector2 Direction, float Strength, float Softness)
{
    /// <summary>Where the shadow of a point falls.</summary>
    internal Vector3 Shadow(Vector3 point) => new(point.X + (Direction.X * point.Y), 0, point.Z + (Direction.Y * point.Y));
}

/// <summary>Collects the box around what was drawn.</summary>
internal struct Extent
{
    public Vector2 Low { get; private set; }

    public Vector2 High { get; private set; }

    public static Extent Nothing => new() { Low = new Vector2(float.MaxValue), High = new Vector2(float.MinValue) };

    public void Add<TShape>(in TShape shape)
        where TShape : struct, IShape
    {
        Low = Vector2.Min(Low, shape.Low);
        High = Vector2.Max(High, shape.High);
    }
}
