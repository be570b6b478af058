using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>Follows moving things from picture to picture and says which part of the foreground is whose.</summary>
internal sealed class ObjectMemory(PictureSize size)
{
    /// <summary>How long something unseen is remembered, in seconds.</summary>
    private const float Forget = 1.0f;

    /// <summary>For how long an outline must show two heads before it is taken for two people, in seconds.</summary>
    private const float TwinEvidence = 0.25f;

    /// <summary>For how long two things must move as one before they are one, in seconds.</summary>
    private const float StackEvidence = 0.35f;

    private readonly MovingObject[] _objects = new MovingObject[Ownership.MostObjects];
    private readonly VisibleObject[] _visible = new VisibleObject[Ownership.MostObjects];
    private readonly Ownership _ownership = new();
    private readonly TwinShape _twins = new(size.Width);
    private readonly int _leastPixels = Math.Max(8, (int)(size.Area / 2500));
    private int _count;
    private int _visibleCount;

    public ReadOnlySpan<VisibleObject> Visible => _visible.AsSpan(0, _visibleCount);

    public void Update(ForegroundComponents components, float seconds)
    {
        foreach (ref var thing in _objects.AsSpan(0, _count))
        {
            thing.Predict(seconds, size);
        }

        _visibleCount = 0;
        _ownership.Assign(components, _objects.AsSpan(0, _count));
        for (var i = 0; i < _count; i++)
        {
            Follow(i, seconds);
        }

        JoinStacks(seconds);
        SplitTwins(components, seconds);
        Begin();
        _count = RemoveForgotten();
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_count);
        foreach (ref readonly var thing in _objects.AsSpan(0, _count))
        {
            thing.Save(writer);
        }
    }

    public void Restore(StateReader reader)
    {
        var count = reader.ReadCount();
        if (count > _objects.Length)
        {
            throw new InvalidDataException($"The saved state of the motion detector has {count} objects; {_objects.Length} are the most.");
        }

        for (var i = 0; i < count; i++)
        {
            _objects[i] = MovingObject.Restore(reader);
        }

        _count = count;
    }

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
        thing.Stacked = 0;
        if (whole == seen)
        {
            // Sudden growth is somebody else who touches it: learned only if it lasts.
            var isSudden = thing.IsMature && (part.Width > (1.3f * thing.Width) + 2 || part.Height > (1.3f * thing.Height) + 2);
            var share = thing.Pixels > 0 ? seconds / (seconds + (isSudden ? 3f : 0.4f)) : 1;
            thing.Pixels += (part.Pixels - thing.Pixels) * share;
            thing.Width += (part.Width - thing.Width) * share;
            thing.Height += (part.Height - thing.Height) * share;
            thing.Travel(size);
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

        dx += Inside(thing.Box.Left + dx, thing.Box.Right + dx, blob.Left, blob.Right);
        dy += Inside(thing.Box.Top + dy, thing.Box.Bottom + dy, blob.Top, blob.Bottom);
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

    /// <summary>How far an interval must move to lie within another; centred on it where it is longer.</summary>
    private static float Inside(float low, float high, float least, float most)
    {
        if (high - low >= most - least)
        {
            return ((least + most) / 2) - ((low + high) / 2);
        }

        return low < least ? least - low : Math.Min(0, most - high);
    }

    /// <summary>
    /// What moves together, one right above the other, in one blob, is one thing: trunk and legs. Two people walk side by
    /// side.
    /// </summary>
    private void JoinStacks(float seconds)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var thing = ref _objects[i];
            var partner = _ownership.IsShared(i) ? StackedWith(i) : -1;
            thing.Stacked = partner < 0 ? 0 : thing.Stacked + seconds;
            if (thing.Stacked >= StackEvidence)
            {
                ref var other = ref _objects[partner];
                other.Box = other.Box.Union(thing.Box);
                other.Pixels += thing.Pixels;
                (other.Width, other.Height) = (other.Box.Width, other.Box.Height);
                other.Stacked = 0;
                thing.Missed = float.MaxValue;
            }
        }
    }

    private int StackedWith(int index)
    {
        ref readonly var thing = ref _objects[index];
        for (var i = 0; i < _count; i++)
        {
            ref readonly var other = ref _objects[i];
            if (i == index || other.Missed > 0 || !_ownership.ShareBlob(i, index))
            {
                continue;
            }

            var shared = thing.Box.Intersect(other.Box);
            var narrow = Math.Min(thing.Box.Width, other.Box.Width);
            var low = Math.Min(thing.Box.Height, other.Box.Height);
            var slip = Math.Max(Math.Abs(thing.VelocityX - other.VelocityX), Math.Abs(thing.VelocityY - other.VelocityY));
            if (shared.Width >= 0.6f * narrow && shared.Height > -0.2f * low && slip < 0.5f * Math.Max(narrow, low))
            {
                return i;
            }
        }

        return -1;
    }

    private void SplitTwins(ForegroundComponents components, float seconds)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            ref var thing = ref _objects[i];
            if (thing.Missed > 0 || _ownership.IsShared(i) || _ownership.IsSwallowed(i))
            {
                continue;
            }

            ref readonly var part = ref _ownership.Part(i);
            var valley = _twins.Find(part, components.Runs, _ownership.Owners, i);
            thing.Twin = valley >= 0 ? thing.Twin + seconds : Math.Max(0, thing.Twin - (seconds / 2));
            if (valley >= 0 && thing.Twin >= TwinEvidence && _count < _objects.Length)
            {
                Split(ref thing, part, valley);
            }
        }
    }

    private void Split(ref MovingObject thing, in Component part, int valley)
    {
        thing.Twin = 0;
        thing.Pixels /= 2;
                thing.IsMature = true;
        var twin = thing;
        thing.Box = new Box(part.Left, part.Top, valley, part.Bottom);
        twin.Box = new Box(valley, part.Top, part.Right, part.Bottom);
        (thing.Width, twin.Width) = (thing.Box.Width, twin.Box.Width);
        _objects[_count++] = twin;
    }

    private void Begin()
    {
        foreach (ref readonly var blob in _ownership.Unclaimed)
        {
            if (blob.Pixels < _leastPixels || _count == _objects.Length)
            {
                continue;
            }

            var box = new Box(blob.Left, blob.Top, blob.Right, blob.Bottom);
            _objects[_count++] = new MovingObject { Box = box, Origin = box.Center, Pixels = blob.Pixels, Width = blob.Width, Height = blob.Height };
            Show(box, Score(blob.Pixels));
        }
    }

    private int RemoveForgotten()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var box = _objects[i].Box;
            var isGone = _objects[i].Missed > (_objects[i].IsMature ? Forget : 0.3f) || _objects[i].Hidden > Forget
                || box.Right < 0 || box.Bottom < 0 || box.Left > size.Width || box.Top > size.Height;
            if (!isGone && box is { Width: > 0, Height: > 0 })
            {
                _objects[kept++] = _objects[i];
            }
        }

        return kept;
    }

    private void Show(in Box box, float score)
    {
        if (_visibleCount < _visible.Length)
        {
            _visible[_visibleCount++] = new VisibleObject(box, score);
        }
    }
}

/// <summary>Something to report, in pixels of the gate plane.</summary>
internal readonly record struct VisibleObject(Box Box, float Score);
