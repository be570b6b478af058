using System.Numerics;

namespace Orleans.Camera.Core.Motion;

/// <summary>How things that were one blob part again.</summary>
internal sealed partial class Ownership
{
    /// <summary>
    /// Two were one blob, and now there are two blobs, of which nobody expected one: the blob that both still claim is
    /// large enough for one alone, so the new one is whoever of them was on the way there.
    /// </summary>
    private void PartAgain(ReadOnlySpan<Component> found, ReadOnlySpan<MovingObject> things)
    {
        for (var c = 0; c < found.Length && _shared != 0; c++)
        {
            var isFresh = _owners[c] == Nobody || (_owners[c] >= 0 && things[_owners[c]] is { IsMature: false, Seen: < 0.5f });
            if (!isFresh)
            {
                continue;
            }

            for (var s = 0; s < found.Length; s++)
            {
                if (_owners[s] == Several && TryPart(found, things, c, s))
                {
                    break;
                }
            }
        }
    }

    private bool TryPart(ReadOnlySpan<Component> found, ReadOnlySpan<MovingObject> things, int fresh, int shared)
    {
        ref readonly var blob = ref found[fresh];
        var claims = _claims[shared];
        var (leaver, nearest) = (-1, float.MaxValue);
        for (var rest = claims; rest != 0; rest &= rest - 1)
        {
            var candidate = BitOperations.TrailingZeroCount(rest);
            ref readonly var thing = ref things[candidate];
            var center = thing.Box.Center;
            var (dx, dy) = (((blob.Left + blob.Right) / 2f) - center.X, ((blob.Top + blob.Bottom) / 2f) - center.Y);
            var isLike = blob.Width >= 0.5f * thing.Width && blob.Width <= (1.5f * thing.Width) + 2
                && blob.Height >= 0.6f * thing.Height && blob.Height <= (1.3f * thing.Height) + 2;
            var isNear = Math.Abs(dx) <= (1.5f * thing.Width) + 2 && Math.Abs(dy) <= (0.5f * thing.Height) + 2;

            // Half a second ahead, against the direction in which it was going, is as far as the other way is near.
            var ahead = Math.Abs(dx - (0.5f * thing.VelocityX)) + Math.Abs(dy - (0.5f * thing.VelocityY));
            if (isLike && isNear && ahead < nearest)
            {
                (leaver, nearest) = (candidate, ahead);
            }
        }

        var stayers = leaver < 0 ? 0 : claims & ~(1UL << leaver);
        if (stayers == 0 || !Fits(found[shared], stayers, things))
        {
            return false;
        }

        if (_owners[fresh] >= 0)
        {
            _swallowed |= 1UL << _owners[fresh];
        }

        _owners[fresh] = leaver;
        _parts[leaver] = _parts[leaver].With(blob);
        _shared &= ~(1UL << leaver);
        _claims[shared] = stayers;
        if (BitOperations.PopCount(stayers) == 1)
        {
            var stayer = BitOperations.TrailingZeroCount(stayers);
            _owners[shared] = stayer;
            _parts[stayer] = _parts[stayer].With(found[shared]);
            _shared &= ~(1UL << stayer);
        }

        return true;
    }

    /// <summary>Whether a blob is no wider than those who stay in it.</summary>
    private static bool Fits(in Component blob, ulong stayers, ReadOnlySpan<MovingObject> things)
    {
        var (width, widest) = (0f, 0f);
        for (var rest = stayers; rest != 0; rest &= rest - 1)
        {
            ref readonly var thing = ref things[BitOperations.TrailingZeroCount(rest)];
            width += thing.Width;
            widest = Math.Max(widest, thing.Width);
        }

        return blob.Width <= Math.Max(1.5f * widest, width) + 2;
    }
}
