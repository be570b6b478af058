using System.Numerics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>
/// A pinhole camera above level ground. World: metres, x to the right, y up, z away from the camera, the camera above the
/// origin. Picture: pixels, y down.
/// </summary>
/// <param name="Size">Of the picture.</param>
/// <param name="Height">Of the camera above the ground, in metres.</param>
/// <param name="Pitch">How far it looks down: 0 is level, pi/2 straight down.</param>
/// <param name="Focal">Focal length in pixels.</param>
public sealed record SceneCamera(PictureSize Size, float Height, float Pitch, float Focal)
{
    private readonly float _sin = MathF.Sin(Pitch);
    private readonly float _cos = MathF.Cos(Pitch);

    /// <summary>How far the picture is shaken, in pixels.</summary>
    public Vector2 Shake { get; init; }

    /// <summary>Where a point of the world is seen.</summary>
    public Vector2 Project(Vector3 point)
    {
        var depth = Depth(point);
        var rise = (_cos * (point.Y - Height)) + (_sin * point.Z);
        return new Vector2(
            (Size.Width / 2f) + (Focal * point.X / depth) + Shake.X, (Size.Height / 2f) - (Focal * rise / depth) + Shake.Y);
    }

    /// <summary>Distance along the camera's axis, in metres.</summary>
    public float Depth(Vector3 point) => Math.Max(0.5f, (_cos * point.Z) - (_sin * (point.Y - Height)));

    /// <summary>Pixels per metre at a point.</summary>
    public float Scale(Vector3 point) => Focal / Depth(point);

    /// <summary>The point of the ground seen at a pixel; false above the horizon.</summary>
    public bool TryGround(float u, float v, out Vector3 ground)
    {
        var x = (u - (Size.Width / 2f)) / Focal;
        var y = ((Size.Height / 2f) - v) / Focal;
        var down = _sin - (y * _cos);
        ground = default;
        if (down <= 1e-3f)
        {
            return false;
        }

        var distance = Height / down;
        ground = new Vector3(x * distance, 0, distance * (_cos + (y * _sin)));
        return true;
    }

    /// <summary>The point of the ground seen at a relative point of the picture that lies below the horizon.</summary>
    public Vector3 GroundAt(float x, float y) => TryGround(x * Size.Width, y * Size.Height, out var ground)
        ? ground
        : throw new ArgumentException($"({x}, {y}) lies above the horizon.", nameof(y));
}
