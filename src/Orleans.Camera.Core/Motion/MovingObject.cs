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

    /// <summary>For how long it has been hidden among others, in seconds.</summary>
    public float Hidden;

    /// <summary>For how long it has moved like something right above or below it in the same blob, in seconds.</summary>
    public float Stacked;

    /// <summary>For how long a blob has dragged it against its own movement, in seconds: it is not really in there.</summary>
    public float Dragged;

    /// <summary>Its usual width and height, slowly learned while the whole of it was seen.</summary>
    public float Width;

    public float Height;

    /// <summary>Where it was first seen.</summary>
    public ImagePoint Origin;

    /// <summary>How far it has got from there on its own, in its own size.</summary>
    public float Travelled;

    /// <summary>
    /// Whether it is a thing of its own: it has moved by half its size, alone. Mere fragments of something that stands do
    /// not.
    /// </summary>
    public bool IsMature;

    /// <summary>Moves it to where it should be. A side that the picture's edge cuts stays there: the thing is still coming in.</summary>
    public void Predict(float seconds, PictureSize size)
    {
        var (dx, dy) = (VelocityX * seconds, VelocityY * seconds);
        Box = new Box(
            Box.Left <= 0 && dx > 0 ? Box.Left : Box.Left + dx,
            Box.Top <= 0 && dy > 0 ? Box.Top : Box.Top + dy,
            Box.Right >= size.Width && dx < 0 ? Box.Right : Box.Right + dx,
            Box.Bottom >= size.Height && dy < 0 ? Box.Bottom : Box.Bottom + dy);
    }

    /// <summary>Notes how far it has got. What the picture's edge still cuts may be part of something larger.</summary>
    public void Travel(PictureSize size)
    {
        var center = Box.Center;
        var (dx, dy) = (Math.Abs(center.X - Origin.X), Math.Abs(center.Y - Origin.Y));
        Travelled = Math.Max(Travelled, Math.Max(dx / Math.Max(1, Box.Width), dy / Math.Max(1, Box.Height)));
        IsMature |= Seen >= 0.2f && Travelled >= 0.4f && !IsCut(size);
    }

    /// <summary>Whether the picture's edge cuts it.</summary>
    public readonly bool IsCut(PictureSize size) => Box.Left <= 0 || Box.Top <= 0 || Box.Right >= size.Width || Box.Bottom >= size.Height;

    /// <summary>
    /// The box around what is seen of it. Where much less than usual is seen, and one side is where it was expected, the
    /// other side is taken to be hidden behind something.
    /// </summary>
    public readonly Box Complete(in Box seen, PictureSize size)
    {
        if (!IsMature || Hidden > 1.5f)
        {
            return seen;
        }

        var (left, right) = Complete(seen.Left, seen.Right, Box.Left, Box.Right, Width, 0.5f, size.Width);
        var (top, bottom) = Complete(seen.Top, seen.Bottom, Box.Top, Box.Bottom, Height, 0.7f, size.Height);
        return new Box(left, top, right, bottom);
    }

    private static (float Low, float High) Complete(
        float low, float high, float expectedLow, float expectedHigh, float usual, float share, float limit)
    {
        if (high - low >= share * usual || low <= 0 || high >= limit)
        {
            return (low, high);
        }

        var (slipLow, slipHigh) = (Math.Abs(low - expectedLow), Math.Abs(high - expectedHigh));
        if (Math.Min(slipLow, slipHigh) > 1 + (0.15f * usual))
        {
            return (low, high);
        }

        return slipLow <= slipHigh ? (low, Math.Max(high, low + usual)) : (Math.Min(low, high - usual), high);
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
        writer.Write(Hidden);
        writer.Write(Stacked);
        writer.Write(Dragged);
        writer.Write(Width);
        writer.Write(Height);
        writer.Write(Origin.X);
        writer.Write(Origin.Y);
        writer.Write(Travelled);
        writer.Write(IsMature);
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
        Hidden = reader.ReadSingle(),
        Stacked = reader.ReadSingle(),
        Dragged = reader.ReadSingle(),
        Width = reader.ReadSingle(),
        Height = reader.ReadSingle(),
        Origin = new ImagePoint(reader.ReadSingle(), reader.ReadSingle()),
        Travelled = reader.ReadSingle(),
        IsMature = reader.ReadBoolean(),
    };
}
