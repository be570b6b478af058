namespace Orleans.Camera.Core.Motion;

/// <summary>Which parts of the foreground belong to one thing, judged by size and gap alone.</summary>
internal static class Fragments
{
    public static bool Belong(in Component a, in Component b)
    {
        var gapX = Math.Max(a.Left, b.Left) - Math.Min(a.Right, b.Right);
        var gapY = Math.Max(a.Top, b.Top) - Math.Min(a.Bottom, b.Bottom);
        var tallest = Math.Max(a.Height, b.Height);
        var narrowest = Math.Min(a.Width, b.Width);
        var isCrumb = Math.Min(a.Pixels, b.Pixels) * 5 <= Math.Max(a.Pixels, b.Pixels);
        if (gapX <= 0 && gapY <= 0)
        {
            // One box lies in the other: a hole's far side, a hand, a wheel.
            var inside = (long)-gapX * -gapY;
            var smaller = Math.Min((long)a.Width * a.Height, (long)b.Width * b.Height);
            return isCrumb || 2 * inside >= smaller;
        }

        if (gapX <= 0)
        {
            // One above the other: head, trunk and legs.
            return -gapX * 10 >= narrowest * 4 && gapY <= Math.Max(2, tallest * 3 / 10);
        }

        if (isCrumb)
        {
            return gapX <= 2 && gapY <= 2;
        }

        // Side by side: two halves of something long and flat, not two people.
        var together = a.With(b);
        var flat = a.Width * 6 >= a.Height * 5 && b.Width * 6 >= b.Height * 5 && together.Height * 10 <= together.Width * 8;
        return flat && gapX <= Math.Max(1, tallest / 8) && -gapY * 10 >= Math.Min(a.Height, b.Height) * 6;
    }
}
