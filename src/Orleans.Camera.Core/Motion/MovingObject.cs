using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// What the detector remembers of one moving thing, in pixels of the gate plane and seconds: enough to keep its fragments
/// together and to tell it from what touches it.
/// </summary>
internal record struct MovingObject
{
    /// <summary>Where it was on the latest picture, or where it should be on this one.</summary>
    public Box Box;

    public float VelocityX;

    public float VelocityY;

    /// <summary>Foreground pixels when last seen alone.</summary>
    public float Pixels;

    /// <summary>How long it has been seen, in seconds.</summary>
    public float Seen;

    /// <summary>How long it has not been seen, in seconds.</summary>
    public float Missed;

    /// <summary>For how long its shape has spoken for two objects, in seconds.</summary>
    public float Twin;

    /// <summary>Where the picture's edge or its own growth no longer distort it: its size can be relied on.</summary>
    public readonly bool IsMature => Seen >= 0.3f;

    public void Predict(float seconds)
    {
        var (dx, dy) = (VelocityX * seconds, VelocityY * seconds);
        Box = new Box(Box.Left + dx, Box.Top + dy, Box.Right + dx, Box.Bottom + dy);
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Write(Box.Left);
        writer.Write(Box.Top);
        writer.Write(Box.Right);
        writer.Write(Box.Bottom);
        writer.Write(VelocityX);
        writer.Write(VelocityY);
        writer.Write(Pixels);
        writer.Write(Seen);
        writer.Write(Missed);
        writer.Write(Twin);
    }

    public static MovingObject Restore(StateReader reader) => new()
    {
        Box = new Box(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()),
        VelocityX = reader.ReadSingle(),
        VelocityY = reader.ReadSingle(),
        Pixels = reader.ReadSingle(),
        Seen = reader.ReadSingle(),
        Missed = reader.ReadSingle(),
        Twin = reader.ReadSingle(),
    };
}
