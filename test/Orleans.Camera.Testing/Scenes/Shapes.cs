using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A flat shape: how far a point is outside it (negative inside), in pixels.</summary>
internal interface IShape
{
    Vector2 Low { get; }

    Vector2 High { get; }

    float Distance(Vector2 point);
}

/// <summary>A thick line whose thickness may change from end to end; with equal ends, a disc.</summary>
internal readonly struct Capsule(Vector2 from, Vector2 to, float fromRadius, float toRadius) : IShape
{
    public Vector2 Low => Vector2.Min(from - new Vector2(fromRadius), to - new Vector2(toRadius));

    public Vector2 High => Vector2.Max(from + new Vector2(fromRadius), to + new Vector2(toRadius));

    public float Distance(Vector2 point)
    {
        var along = to - from;
        var length = along.LengthSquared();
        var share = length > 0 ? Math.Clamp(Vector2.Dot(point - from, along) / length, 0, 1) : 0;
        return Vector2.Distance(point, from + (along * share)) - (fromRadius + ((toRadius - fromRadius) * share));
    }
}

/// <summary>An upright ellipse.</summary>
internal readonly struct Ellipse(Vector2 center, Vector2 radius) : IShape
{
    public Vector2 Low => center - radius;

    public Vector2 High => center + radius;

    public float Distance(Vector2 point)
    {
        var scaled = (point - center) / radius;
        return (scaled.Length() - 1) * Math.Min(radius.X, radius.Y);
    }
}

/// <summary>A convex quadrilateral, its corners in either sense of rotation.</summary>
internal readonly struct Quad : IShape
{
    private readonly Vector2 _a;
    private readonly Vector2 _b;
    private readonly Vector2 _c;
    private readonly Vector2 _d;

    public Quad(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var turn = Cross(c - a, d - b);
        (_a, _b, _c, _d) = turn >= 0 ? (a, b, c, d) : (d, c, b, a);
    }

    public Vector2 Low => Vector2.Min(Vector2.Min(_a, _b), Vector2.Min(_c, _d));

    public Vector2 High => Vector2.Max(Vector2.Max(_a, _b), Vector2.Max(_c, _d));

    public float Distance(Vector2 point) =>
        Math.Max(Math.Max(Outside(_a, _b, point), Outside(_b, _c, point)), Math.Max(Outside(_c, _d, point), Outside(_d, _a, point)));

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);

    private static float Outside(Vector2 from, Vector2 to, Vector2 point)
    {
        var along = to - from;
        var length = along.Length();
        return length > 1e-4f ? -Cross(along, point - from) / length : -1e3f;
    }
}
