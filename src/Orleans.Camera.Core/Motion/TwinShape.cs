namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Recognises two upright people in one silhouette by the valley between their heads in its upper outline (as in
/// Haritaoglu, Harwood and Davis, W4, 2000).
/// </summary>
internal sealed class TwinShape(int width)
{
    private readonly int[] _top = new int[width];

    /// <summary>The column of the valley, or -1.</summary>
    public int Find(in Component blob, ReadOnlySpan<Run> runs, ReadOnlySpan<int> owners, int owner)
    {
        if (blob.Height < 12 || blob.Width * 20 < blob.Height * 11 || blob.Width * 10 > blob.Height * 14)
        {
            return -1;
        }

        Outline(blob, runs, owners, owner);
        var deepest = 0;
        var valley = -1;
        var least = Math.Max(2, blob.Height / 8);
        for (var x = blob.Left + 2; x < blob.Right - 2; x++)
        {
            var left = Highest(blob.Left, x);
            var right = Highest(x + 1, blob.Right);
            var depth = _top[x] - Math.Max(left, right);
            var even = Math.Abs(left - right) * 10 <= blob.Height * 3;
            if (even && depth >= least && depth > deepest && AreUpright(blob, x))
            {
                (deepest, valley) = (depth, x);
            }
        }

        return valley;
    }

    private static bool AreUpright(in Component blob, int x) =>
        (x - blob.Left) * 13 <= blob.Height * 10 && (blob.Right - x) * 13 <= blob.Height * 10
        && (x - blob.Left) * 6 >= blob.Height && (blob.Right - x) * 6 >= blob.Height;

    private void Outline(in Component blob, ReadOnlySpan<Run> runs, ReadOnlySpan<int> owners, int owner)
    {
        _top.AsSpan(blob.Left, blob.Width).Fill(blob.Bottom);
        foreach (var run in runs)
        {
            if (owners[run.Component] == owner)
            {
                for (var x = run.From; x < run.To; x++)
                {
                    _top[x] = Math.Min(_top[x], run.Y);
                }
            }
        }
    }

    private int Highest(int from, int to)
    {
        var highest = int.MaxValue;
        for (var x = from; x < to; x++)
        {
            highest = Math.Min(highest, _top[x]);
        }

        return highest;
    }
}
