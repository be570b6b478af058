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
        Show(thing.Box, Score(part.Pixels));
    }

    private float Score(int pixels) => Math.Min(0.9f, 0.5f + (0.4f * pixels / (4 * _leastPixels)));

    private void FollowAlone(ref MovingObject thing, in Component part, float seconds)
    {
        var seen = new Box(part.Left, part.Top, part.Right, part.Bottom);
        if (seconds > 0)
        {
            var elapsed = seconds + thing.Missed;
            var rate = thing.Seen > 0 ? elapsed / (elapsed + 0.2f) : 1;
            var before = thing.Missed > 0 || thing.Seen > 0 ? thing.Box : seen;
            thing.VelocityX += rate * Slip(before.Left, before.Right, seen.Left, seen.Right, size.Width) / seconds;
            thing.VelocityY += rate * Slip(before.Top, before.Bottom, seen.Top, seen.Bottom, size.Height) / seconds;
        }

        thing.Box = seen;
        thing.Hidden = 0;
        thing.Travel();
        thing.Pixels = thing.Pixels > 0 ? thing.Pixels + ((part.Pixels - thing.Pixels) * 0.3f) : part.Pixels;
        thing.Seen += seconds;
        thing.Missed = 0;
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
            var center = thing.Box.Center;
            dx = 0.4f * (((part.Left + part.Right) / 2f) - center.X);
            dy = 0.4f * (((part.Top + part.Bottom) / 2f) - center.Y);
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

    /// <summary>How far an interval must move to lie within another; centred on it where it is longer.</summary>
    private static float Inside(float low, float high, float least, float most)
    {
        if (high - low >= most - least)
        {
            return ((least + most) / 2) - ((low + high) / 2);
        }

        return low < least ? least - low : Math.Min(0, most - high);
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
        thing.Seen = Math.Max(thing.Seen, 0.2f);
        thing.Travelled = Math.Max(thing.Travelled, 0.5f);
        var twin = thing;
        thing.Box = new Box(part.Left, part.Top, valley, part.Bottom);
        twin.Box = new Box(valley, part.Top, part.Right, part.Bottom);
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
            _objects[_count++] = new MovingObject { Box = box, Origin = box.Center, Pixels = blob.Pixels };
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
