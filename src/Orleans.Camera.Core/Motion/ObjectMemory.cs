using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>Follows moving things from picture to picture and says which part of the foreground is whose.</summary>
internal sealed partial class ObjectMemory(PictureSize size)
{
    /// <summary>How long something unseen is remembered, in seconds.</summary>
    private const float Forget = 1.0f;

    /// <summary>How long something may be dragged along by a blob before it is no longer believed to be in there, in seconds.</summary>
    private const float MostDragged = 0.25f;

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

    /// <summary>
    /// What moves together in one blob, one right above the other, is one thing: trunk and legs. Two people walk side by
    /// side. So are the halves of something long and solid.
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
            var isStack = shared.Width >= 0.6f * narrow && shared.Height > -0.2f * low;
            var isWhole = !thing.IsCut(size) && !other.IsCut(size) && slip < 0.2f * low;
            if (slip < 0.5f * Math.Max(narrow, low) && (isStack || IsOne(thing.Box, other.Box, _ownership.Blob(index), isWhole)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Two halves of a bus: long, as high as each other, and without the gaps that two things have between them. Or
    /// something too slim for two, or two memories of the same thing.
    /// </summary>
    private static bool IsOne(in Box first, in Box second, in Component blob, bool isWhole)
    {
        var (together, shared) = (first.Union(second), first.Intersect(second));
        var isSolid = isWhole && together.Width >= 1.3f * together.Height && blob.Pixels >= 0.8f * blob.Width * blob.Height;
        var isSlim = together.Width <= 0.5f * together.Height;
        var isNested = shared is { Width: > 0, Height: > 0 } && shared.Area >= 0.7f * Math.Min(first.Area, second.Area)
            && blob.Width <= (1.3f * Math.Max(first.Width, second.Width)) + 2 && blob.Height <= (1.3f * Math.Max(first.Height, second.Height)) + 2;
        return isNested || ((isSolid || isSlim) && shared.Height >= 0.85f * together.Height && shared.Width > -0.1f * together.Width);
    }

    private void SplitTwins(ForegroundComponents components, float seconds)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            ref var thing = ref _objects[i];
            if (thing.Missed > 0 || thing.IsCut(size) || _ownership.IsShared(i) || _ownership.IsSwallowed(i))
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
            var isGone = _objects[i].Missed > (_objects[i].IsMature ? Forget : 0.3f) || _objects[i].Hidden > Forget || _objects[i].Dragged > MostDragged
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
