using System.Numerics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>Decides which remembered thing each part of the foreground belongs to, and what is new.</summary>
internal sealed partial class Ownership
{
    /// <summary>As many as there are bits in a claim.</summary>
    public const int MostObjects = 64;

    /// <summary>More parts than this are noise: the rest is ignored.</summary>
    private const int MostComponents = 512;

    private const int Nobody = -1;
    private const int Several = -2;

    private readonly ulong[] _claims = new ulong[MostComponents];
    private readonly Component[] _parts = new Component[MostObjects];
    private readonly Component[] _blobs = new Component[MostObjects];
    private readonly Component[] _unclaimed = new Component[MostComponents];
    private int[] _owners = new int[MostComponents];
    private ulong _shared;
    private ulong _swallowed;
    private int _unclaimedCount;

    /// <summary>The owner of each component, by index of its object.</summary>
    public ReadOnlySpan<int> Owners => _owners;

    /// <summary>Blobs that belong to nothing known.</summary>
    public ReadOnlySpan<Component> Unclaimed => _unclaimed.AsSpan(0, _unclaimedCount);

    /// <summary>The pixels of an object.</summary>
    public ref readonly Component Part(int thing) => ref _parts[thing];

    /// <summary>The blob that an object shares with others.</summary>
    public ref readonly Component Blob(int thing) => ref _blobs[thing];

    public bool IsShared(int thing) => (_shared >> thing & 1) != 0;

    /// <summary>Whether both have a part in the same blob.</summary>
    public bool ShareBlob(int thing, int other) => IsShared(thing) && IsShared(other) && _blobs[thing] == _blobs[other];

    /// <summary>Whether it turned out to be a fragment of another one.</summary>
    public bool IsSwallowed(int thing) => (_swallowed >> thing & 1) != 0;

    public void Assign(ForegroundComponents components, ReadOnlySpan<MovingObject> things)
    {
        var found = components.Found;
        var count = Math.Min(found.Length, MostComponents);
        if (_owners.Length < found.Length)
        {
            _owners = new int[found.Length];
        }

        Array.Fill(_owners, Nobody);
        (_shared, _swallowed, _unclaimedCount) = (0, 0, 0);
        _parts.AsSpan().Fill(Component.Nothing);
        _blobs.AsSpan().Fill(Component.Nothing);
        for (var c = 0; c < count; c++)
        {
            _claims[c] = Claims(found[c], things);
        }

        for (var c = 0; c < count; c++)
        {
            Settle(c, found[c], things);
        }

        PartAgain(found[..count], things);
        AdoptFragments(found[..count], things);
        CollectUnclaimed(found[..count]);
        if (_shared != 0)
        {
            Divide(components.Runs, things);
        }
    }

    private static ulong Claims(in Component component, ReadOnlySpan<MovingObject> things)
    {
        var box = new Box(component.Left, component.Top, component.Right, component.Bottom);
        var claims = 0UL;
        for (var i = 0; i < things.Length; i++)
        {
            var expected = things[i].Box;
            var (marginX, marginY) = (Math.Max(2, expected.Width * 0.15f), Math.Max(2, expected.Height * 0.15f));
            var reach = new Box(expected.Left - marginX, expected.Top - marginY, expected.Right + marginX, expected.Bottom + marginY);
            var isPartOf = box.Intersect(reach).Area >= 0.5f * box.Area;
            var covers = box.Intersect(expected).Area >= 0.3f * expected.Area;
            claims |= isPartOf || covers ? 1UL << i : 0;
        }

        return claims;
    }

    /// <summary>Something seen too briefly to be sure of does not share a blob: it was a fragment.</summary>
    private void Settle(int component, in Component pixels, ReadOnlySpan<MovingObject> things)
    {
        var claims = _claims[component];
        if (BitOperations.PopCount(claims) > 1 && IsCrumb(pixels, claims, things))
        {
            claims = 1UL << Nearest((pixels.Left + pixels.Right) / 2f, (pixels.Top + pixels.Bottom) / 2f, claims, things);
        }

        if (BitOperations.PopCount(claims) > 1)
        {
            var keep = Reliable(claims, things);
            keep |= Beside(claims & ~keep, keep, things);
            _swallowed |= claims & ~keep & Brief(things);
            claims = keep;
        }

        _claims[component] = claims;
        if (claims == 0)
        {
            return;
        }

        if (BitOperations.PopCount(claims) == 1)
        {
            var owner = BitOperations.TrailingZeroCount(claims);
            if (_parts[owner].Pixels == 0 || !Outgrows(things[owner], _parts[owner].With(pixels)))
            {
                _owners[component] = owner;
                _parts[owner] = _parts[owner].With(pixels);
            }

            return;
        }

        _owners[component] = Several;
        _shared |= claims;
        for (var rest = claims; rest != 0; rest &= rest - 1)
        {
            var owner = BitOperations.TrailingZeroCount(rest);
            _blobs[owner] = _blobs[owner].With(pixels);
        }
    }

    /// <summary>Whether parts that lie apart would make a thing much larger than it is known to be.</summary>
    private static bool Outgrows(in MovingObject thing, in Component together) =>
        thing.IsMature && (together.Height > (thing.Height * 1.3f) + 2 || together.Width > (thing.Width * 1.3f) + 2);

    /// <summary>Whether a part between several things is too small to be what they share.</summary>
    private static bool IsCrumb(in Component pixels, ulong claims, ReadOnlySpan<MovingObject> things)
    {
        var least = float.MaxValue;
        for (var rest = claims; rest != 0; rest &= rest - 1)
        {
            least = Math.Min(least, things[BitOperations.TrailingZeroCount(rest)].Pixels);
        }

        return pixels.Pixels * 4 < least;
    }

    private static ulong Reliable(ulong claims, ReadOnlySpan<MovingObject> things)
    {
        var reliable = claims & ~Brief(things);
        if (reliable != 0)
        {
            return reliable;
        }

        var best = BitOperations.TrailingZeroCount(claims);
        for (var rest = claims; rest != 0; rest &= rest - 1)
        {
            var candidate = BitOperations.TrailingZeroCount(rest);
            best = things[candidate].Pixels > things[best].Pixels ? candidate : best;
        }

        return 1UL << best;
    }

    /// <summary>What has come in beside the reliable ones, not above or below them, is no fragment of theirs.</summary>
    private static ulong Beside(ulong candidates, ulong reliable, ReadOnlySpan<MovingObject> things)
    {
        var beside = 0UL;
        for (var rest = candidates; rest != 0; rest &= rest - 1)
        {
            var candidate = BitOperations.TrailingZeroCount(rest);
            ref readonly var thing = ref things[candidate];
            var isApart = thing.Seen >= 0.5f && thing.Travelled >= 0.25f;
            for (var others = reliable; others != 0; others &= others - 1)
            {
                ref readonly var other = ref things[BitOperations.TrailingZeroCount(others)];
                var overlap = Math.Min(thing.Box.Right, other.Box.Right) - Math.Max(thing.Box.Left, other.Box.Left);
                isApart &= overlap < 0.3f * Math.Min(thing.Box.Width, other.Box.Width) && thing.Pixels * 4 >= other.Pixels;
            }

            beside |= isApart ? 1UL << candidate : 0;
        }

        return beside;
    }

    private static ulong Brief(ReadOnlySpan<MovingObject> things)
    {
        var brief = 0UL;
        for (var i = 0; i < things.Length; i++)
        {
            brief |= things[i].IsMature ? 0 : 1UL << i;
        }

        return brief;
    }

    /// <summary>A new fragment beside a known thing is part of it, unless it would make it much larger than it is.</summary>
    private void AdoptFragments(ReadOnlySpan<Component> found, ReadOnlySpan<MovingObject> things)
    {
        for (var c = 0; c < found.Length; c++)
        {
            for (var i = 0; i < things.Length && _owners[c] == Nobody; i++)
            {
                if (_parts[i].Pixels == 0 || !Fragments.Belong(found[c], _parts[i]))
                {
                    continue;
                }

                var together = _parts[i].With(found[c]);
                if (!Outgrows(things[i], together))
                {
                    _owners[c] = i;
                    _parts[i] = together;
                }
            }
        }
    }

    private void CollectUnclaimed(ReadOnlySpan<Component> found)
    {
        for (var c = 0; c < found.Length; c++)
        {
            if (_owners[c] != Nobody)
            {
                continue;
            }

            var blob = found[c];
            for (var i = 0; i < _unclaimedCount; i++)
            {
                if (Fragments.Belong(blob, _unclaimed[i]))
                {
                    blob = blob.With(_unclaimed[i]);
                    _unclaimed[i] = _unclaimed[--_unclaimedCount];
                    i = -1;
                }
            }

            _unclaimed[_unclaimedCount++] = blob;
        }
    }

    /// <summary>Gives each pixel of a shared blob to the thing whose expected box is nearest, measured in that box's size.</summary>
    private void Divide(ReadOnlySpan<Run> runs, ReadOnlySpan<MovingObject> things)
    {
        foreach (var run in runs)
        {
            if (_owners[run.Component] != Several)
            {
                continue;
            }

            for (int x = run.From; x < run.To; x++)
            {
                var nearest = Nearest(x + 0.5f, run.Y + 0.5f, _claims[run.Component], things);
                _parts[nearest] = _parts[nearest].With(run.Y, x, x + 1);
            }
        }
    }

    private static int Nearest(float x, float y, ulong claims, ReadOnlySpan<MovingObject> things)
    {
        var nearest = 0;
        var least = float.MaxValue;
        for (var rest = claims; rest != 0; rest &= rest - 1)
        {
            var candidate = BitOperations.TrailingZeroCount(rest);
            var box = things[candidate].Box;
            var distance = Math.Max(
                Math.Abs(x - ((box.Left + box.Right) / 2)) / Math.Max(1, box.Width),
                Math.Abs(y - ((box.Top + box.Bottom) / 2)) / Math.Max(1, box.Height));
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }
}
