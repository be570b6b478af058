using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Heals the background. A ghost is the place of something that was taken for background and has gone: its outline is an
/// edge of the background and not of the picture. Ghosts go soon; what truly stands there, only after long.
/// </summary>
internal sealed class Ghosts(PictureSize size, Background background, BlockComponents components)
{
    /// <summary>For how many ageing ticks a place must have been still before it can be a ghost.</summary>
    private const int StillTicks = 4;

    private const int LeastEdges = 6;

    private readonly BlockModel _blocks = background.Blocks;
    private long _balance;
    private long _contrast;
    private int _edges;

    public void Heal(in Plane picture, ReadOnlySpan<byte> mask, int absorbTicks)
    {
        if (_blocks.Age.IndexOfAnyExceptInRange((byte)0, (byte)(StillTicks - 1)) < 0)
        {
            return;
        }

        var changed = false;
        for (var block = 0; block < components.Of.Length; block++)
        {
            if (components.Of[block] == block)
            {
                changed |= HealComponent(block, picture, mask, absorbTicks);
            }
            else if (_blocks.Age[block] == byte.MaxValue)
            {
                background.Absorb(picture, block % _blocks.Columns, block / _blocks.Columns);
                changed = true;
            }
        }

        if (changed)
        {
            background.Levels.ReplicateBorder();
        }
    }

    private bool HealComponent(int component, in Plane picture, ReadOnlySpan<byte> mask, int absorbTicks)
    {
        var (all, still, old) = (0, 0, 0);
        var (left, top, right, bottom) = (_blocks.Columns, _blocks.Rows, 0, 0);
        for (var block = component; block < components.Of.Length; block++)
        {
            if (components.Of[block] == component)
            {
                var (column, row) = (block % _blocks.Columns, block / _blocks.Columns);
                all++;
                still += _blocks.Age[block] >= StillTicks ? 1 : 0;
                old += _blocks.Age[block] >= absorbTicks ? 1 : 0;
                (left, right) = (Math.Min(left, column), Math.Max(right, column + 1));
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row + 1));
            }
        }

        if (old * 10 < all * 7 && (still * 10 < all * 7 || !IsGhost(component, picture, mask, new Span4(left, top, right, bottom))))
        {
            return false;
        }

        for (var block = component; block < components.Of.Length; block++)
        {
            if (components.Of[block] == component)
            {
                background.Absorb(picture, block % _blocks.Columns, block / _blocks.Columns);
            }
        }

        return true;
    }

    /// <summary>
    /// The foreground's outline is an edge of the difference between picture and background: where something stands it is
    /// the picture's edge (balance +1), at a ghost the background's (-1).
    /// </summary>
    private bool IsGhost(int component, in Plane picture, ReadOnlySpan<byte> mask, Span4 blocks)
    {
        (_balance, _contrast, _edges) = (0, 0, 0);
        var right = Math.Min(size.Width, blocks.Right * BlockModel.Side);
        var bottom = Math.Min(size.Height, blocks.Bottom * BlockModel.Side);
        for (var y = blocks.Top * BlockModel.Side; y < bottom; y++)
        {
            Outermost(component, mask, blocks.Left * BlockModel.Side, right, y, across: true, picture);
        }

        for (var x = blocks.Left * BlockModel.Side; x < right; x++)
        {
            Outermost(component, mask, blocks.Top * BlockModel.Side, bottom, x, across: false, picture);
        }

        return _edges >= LeastEdges && _balance * 2 < -_contrast;
    }

    /// <summary>Measures the edges at the first and the last foreground pixel of a row (or column): holes do not count.</summary>
    private void Outermost(int component, ReadOnlySpan<byte> mask, int from, int to, int line, bool across, in Plane picture)
    {
        var (first, last) = (-1, -1);
        for (var at = from; at < to; at++)
        {
            var (x, y) = across ? (at, line) : (line, at);
            if (mask[(y * size.Width) + x] != 0
                && components.Of[(y / BlockModel.Side * _blocks.Columns) + (x / BlockModel.Side)] == component)
            {
                first = first < 0 ? at : first;
                last = at;
            }
        }

        var end = across ? size.Width : size.Height;
        if (first >= 2)
        {
            Measure(first - 2, first + 1, line, across, picture);
        }

        if (last >= 0 && last < end - 2)
        {
            Measure(last + 2, last - 1, line, across, picture);
        }
    }

    private void Measure(int outside, int inside, int line, bool across, in Plane picture)
    {
        inside = Math.Clamp(inside, 0, (across ? size.Width : size.Height) - 1);
        var ((x, y), (u, v)) = across ? ((outside, line), (inside, line)) : ((line, outside), (line, inside));
        var inPicture = (picture.Row(v)[u] - picture.Row(y)[x]) * 16;
        var inBackground = background.Levels.Row(v)[u] - background.Levels.Row(y)[x];
        _edges++;
        _balance += Math.Abs(inPicture) - Math.Abs(inBackground);
        _contrast += Math.Abs(inPicture - inBackground);
    }

    private readonly record struct Span4(int Left, int Top, int Right, int Bottom);
}
