using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Where something is on the ground over time: straight and steady from each point to the next.</summary>
/// <param name="points">Times in seconds, rising, and points of the ground in metres (x, z). At least two.</param>
public sealed class ScenePath(params (float Time, float X, float Z)[] points)
{
    public float Start => points[0].Time;

    public float End => points[^1].Time;

    public bool IsOnStage(float time) => time >= Start && time <= End;

    public Vector3 At(float time)
    {
        var next = Array.FindIndex(points, point => point.Time > time);
        if (next <= 0)
        {
            var still = next == 0 ? points[0] : points[^1];
            return new Vector3(still.X, 0, still.Z);
        }

        var (from, to) = (points[next - 1], points[next]);
        var share = (time - from.Time) / (to.Time - from.Time);
        return new Vector3(from.X + ((to.X - from.X) * share), 0, from.Z + ((to.Z - from.Z) * share));
    }

    /// <summary>Speed in metres a second, as a vector.</summary>
    public Vector3 Velocity(float time) => (At(time + 0.05f) - At(time - 0.05f)) * 10;

    /// <summary>The direction it faces: that of its latest movement.</summary>
    public Vector3 Heading(float time)
    {
        for (var t = Math.Clamp(time, Start, End); t >= Start; t -= 0.1f)
        {
            var velocity = Velocity(t);
            if (velocity.LengthSquared() > 0.01f)
            {
                return Vector3.Normalize(velocity);
            }
        }

        var last = points[^1];
        var along = new Vector3(last.X - points[0].X, 0, last.Z - points[0].Z);
        return along.LengthSquared() > 0 ? Vector3.Normalize(along) : Vector3.UnitX;
    }

    /// <summary>How far it has walked, in metres: the phase of its steps.</summary>
    public float Walked(float time)
    {
        var walked = 0f;
        for (var i = 1; i < points.Length && points[i - 1].Time < time; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var share = Math.Min(1, (time - from.Time) / (to.Time - from.Time));
            walked += share * new Vector2(to.X - from.X, to.Z - from.Z).Length();
        }

        return walked;
    }
}
