using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>How each remembered thing follows its pixels.</summary>
internal sealed partial class ObjectMemory
{
    private void Follow(int index, float seconds)
    {
        ref var thing = ref _objects[index];
        ref readonly var part = ref _ownership.Part(index);
        if (_ownership.IsSwallowed(index))
        {
            thing.Missed = float.MaxValue;
            return;
        }

        if (_ownership.IsShared(index))
        {
            var isHidden = part.Pixels * 4 < thing.Pixels;
            thing.Hidden = isHidden ? thing.Hidden + seconds : 0;
            FollowShared(ref thing, part, _ownership.Blob(index), seconds);
            Show(thing.Box, isHidden ? 0.35f : 0.7f);
            return;
        }

        if (part.Pixels < Math.Max(4, _leastPixels / 2))
        {
            thing.Missed += seconds;
            return;
        }

        FollowAlone(ref thing, part, seconds);
        Show(thing.Box, thing.Hidden > 0 ? 0.6f : Score(part.Pixels));
    }

    private float Score(int pixels) => Math.Min(0.9f, 0.5f + (0.4f * pixels / (4 * _leastPixels)));

    private void FollowAlone(ref MovingObject thing, in Component part, float seconds)
    {
        var seen = new Box(part.Left, part.Top, part.Right, part.Bottom);
        var whole = thing.Complete(seen, size);
        if (seconds > 0)
        {
            var elapsed = seconds + thing.Missed;
            var rate = thing.Seen > 0 ? elapsed / (elapsed + 0.2f) : 1;
            thing.VelocityX += rate * Slip(thing.Box.Left, thing.Box.Right, whole.Left, whole.Right, size.Width) / seconds;
            thing.VelocityY += rate * Slip(thing.Box.Top, thing.Box.Bottom, whole.Top, whole.Bottom, size.Height) / seconds;
        }

        thing.Hidden = whole == seen ? 0 : thing.Hidden + seconds;
        thing.Box = whole;
        thing.Seen += seconds;
        thing.Missed = 0;
        (thing.Stacked, thing.Dragged) = (0, 0);
        if (whole == seen)
        {
            Learn(ref thing, part, seconds);
            thing.Travel(size);
        }
    }

    private void Learn(ref MovingObject thing, in Component part, float seconds)
    {
        // Sudden growth is somebody else who touches it: learned only if it lasts.
        var isSudden = thing.IsMature && (part.Width > (1.3f * thing.Width) + 2 || part.Height > (1.3f * thing.Height) + 2);
        var share = thing.Pixels > 0 ? seconds / (seconds + (isSudden ? 3f : 0.4f)) : 1;
        thing.Pixels += (part.Pixels - thing.Pixels) * share;
        thing.Width += (part.Width - thing.Width) * share;
        thing.Height += (part.Height - thing.Height) * share;
        if (thing.IsCut(size) && !thing.IsMature)
        {
            // While it comes in, it grows: it is at least as large as what is seen.
            (thing.Width, thing.Height) = (Math.Max(thing.Width, part.Width), Math.Max(thing.Height, part.Height));
        }
    }

    /// <summary>How far something is from where it was expected, judged by the side that the picture's edge does not cut.</summary>
    private static float Slip(float expectedLow, float expectedHigh, float low, float high, float limit)
    {
        var (first, second) = (low - expectedLow, high - expectedHigh);
        return (low <= 0, high >= limit) switch
        {
            (true, false) => second,
            (false, true) => first,
            _ => (first + second) / 2,
        };
    }

    /// <summary>In a crowd the size is remembered, and the position only leans towards the pixels that seem to be its own.</summary>
    private void FollowShared(ref MovingObject thing, in Component part, in Component blob, float seconds)
    {
        var (dx, dy) = (0f, 0f);
        if (part.Pixels * 4 >= thing.Pixels)
        {
            dx = 0.4f * Lean(thing.Box.Left, thing.Box.Right, part.Left, part.Right);
            dy = 0.4f * Lean(thing.Box.Top, thing.Box.Bottom, part.Top, part.Bottom);
        }

        var (backX, backY) = (
            Inside(thing.Box.Left + dx, thing.Box.Right + dx, blob.Left, blob.Right, size.Width),
            Inside(thing.Box.Top + dy, thing.Box.Bottom + dy, blob.Top, blob.Bottom, size.Height));
        (dx, dy) = (dx + backX, dy + backY);
        var (dragX, dragY) = (thing.Box.Width < blob.Width ? backX : 0, thing.Box.Height < blob.Height ? backY : 0);
        var isDragged = (dragX * thing.VelocityX) + (dragY * thing.VelocityY) < 0 && Math.Abs(dragX) + Math.Abs(dragY) > 0.25f;
        thing.Dragged = isDragged ? thing.Dragged + seconds : Math.Max(0, thing.Dragged - seconds);
        var isSeen = part.Pixels > 0;
        thing.Box = new Box(
            isSeen && thing.Box.Left <= 0 ? part.Left : thing.Box.Left + dx,
            isSeen && thing.Box.Top <= 0 ? part.Top : thing.Box.Top + dy,
            isSeen && thing.Box.Right >= size.Width ? part.Right : thing.Box.Right + dx,
            isSeen && thing.Box.Bottom >= size.Height ? part.Bottom : thing.Box.Bottom + dy);
        if (seconds > 0)
        {
            var rate = 0.3f * seconds / (seconds + 0.2f);
            thing.VelocityX += rate * dx / seconds;
            thing.VelocityY += rate * dy / seconds;
        }

        thing.Missed = 0;
    }

    /// <summary>How far the sides that are near to where they were expected have slipped; the others are somebody else's.</summary>
    private static float Lean(float expectedLow, float expectedHigh, float low, float high)
    {
        var reach = 1 + (0.2f * (expectedHigh - expectedLow));
        var (first, second) = (low - expectedLow, high - expectedHigh);
        return (Math.Abs(first) <= reach, Math.Abs(second) <= reach) switch
        {
            (true, true) => (first + second) / 2,
            (true, false) => first,
            (false, true) => second,
            _ => 0,
        };
    }

    /// <summary>
    /// How far an interval must move to lie within a blob; centred on it where it is longer. It may leave where the blob
    /// is cut by the picture's edge.
    /// </summary>
    private static float Inside(float low, float high, float least, float most, float limit)
    {
        if (high - low >= most - least)
        {
            return ((least + most) / 2) - ((low + high) / 2);
        }

        if (low < least)
        {
            return least <= 0 ? 0 : least - low;
        }

        return high > most && most < limit ? most - high : 0;
    }
}
