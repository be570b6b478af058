using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Heals the background. A ghost is the place of something that was taken for background and has gone: its outline is an
/// edge of the background and not of the picture. Ghosts go at once; what truly stands there, only after long.
/// </summary>
internal sealed class Ghosts(PictureSize size, Background background, BlockComponents components)
{
    /// <summary>For how many ageing ticks a place must have been still before it can be a ghost.</summary>
    private const int StillTicks = 4;

    private const int LeastEdges = 6;

    private readonly long[] _inPicture = new long[background.Blocks.Columns * background.Blocks.Rows];
    private readonly long[] _inBackground = new long[background.Blocks.Columns * background.Blocks.Rows];
    private readonly int[] _edges = new int[background.Blocks.Columns * background.Blocks.Rows];

    public void Heal(in Plane picture, ReadOnlySpan<byte> mask, int absorbTicks)
    {
        Array.Clear(_inPicture);
        Array.Clear(_inBackground);
        Array.Clear(_edges);
        var any = background.Blocks.Age.IndexOfAnyExceptInRange((byte)0, (byte)(StillTicks - 1)) >= 0;
        if (!any)
        {
            return;
        }

        MeasureOutlines(picture, mask);
        var changed = false;
        for (var block = 0; block < _edges.Length; block++)
        {
            var age = background.Blocks.Age[block];
            if (age >= absorbTicks || (age >= StillTicks && IsGhost(components.Of[block])))
            {
                background.Absorb(picture, block % background.Blocks.Columns, block / background.Blocks.Columns);
                changed = true;
            }
        }

        if (changed)
        {
            background.Levels.ReplicateBorder();
        }
    }

    private bool IsGhost(int component) =>
        component != BlockComponents.None && _edges[component] >= LeastEdges
        && _inBackground[component] > _inPicture[component] * 8 / 5;

    private void MeasureOutlines(in Plane picture, ReadOnlySpan<byte> mask)
    {
        for (var y = 2; y < size.Height - 2; y++)
        {
            var blocks = y / BlockModel.Side * background.Blocks.Columns;
            var row = mask.Slice(y * size.Width, size.Width);
            var next = mask.Slice((y + 1) * size.Width, size.Width);
            for (var x = 2; x < size.Width - 2; x++)
            {
                var block = blocks + (x / BlockModel.Side);
                if (background.Blocks.Age[block] < StillTicks || components.Of[block] == BlockComponents.None)
                {
                    continue;
                }

                if (row[x] != row[x + 1] || row[x] != row[x - 1])
                {
                    Add(components.Of[block], picture.Row(y)[x + 2] - picture.Row(y)[x - 2], background.Levels.Row(y)[x + 2] - background.Levels.Row(y)[x - 2]);
                }

                if (row[x] != next[x])
                {
                    Add(components.Of[block], picture.Row(y + 2)[x] - picture.Row(y - 1)[x], background.Levels.Row(y + 2)[x] - background.Levels.Row(y - 1)[x]);
                }
            }
        }
    }

    private void Add(int component, int inPicture, int inBackground)
    {
        _edges[component]++;
        _inPicture[component] += Math.Abs(inPicture) * 16;
        _inBackground[component] += Math.Abs(inBackground);
    }
}
