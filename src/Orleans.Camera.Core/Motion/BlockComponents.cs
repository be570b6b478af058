using System.Numerics;
using System.Runtime.InteropServices;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>Joins touching blocks in which something moves. Small groups are noise.</summary>
internal sealed class BlockComponents(PictureSize size, int columns, int rows)
{
    private readonly int[] _parent = new int[columns * rows];
    private readonly byte[] _moving = new byte[columns * rows];
    private readonly int[] _pixels = new int[columns * rows];
    private readonly int[] _densest = new int[columns * rows];
    private readonly (int Left, int Top, int Right, int Bottom)[] _bounds = new (int, int, int, int)[columns * rows];

    public const int None = -1;

    /// <summary>The component of each block, or <see cref="None"/>: the index of one of its blocks.</summary>
    public ReadOnlySpan<int> Of => _parent;

    /// <summary>How many pixels of each block move, kept or not.</summary>
    public ReadOnlySpan<byte> Moving => _moving;

    /// <summary>How many pixels of the kept components move.</summary>
    public int Pixels { get; private set; }

    /// <summary>Finds the components and keeps those of at least <paramref name="least"/> pixels, half of them in one block's reach.</summary>
    public void Find(ReadOnlySpan<byte> mask, int least)
    {
        Count(mask);
        Join();
        Keep(least);
    }

    /// <summary>Copies the kept components.</summary>
    public void Copy(ReadOnlySpan<byte> mask, Span<byte> into)
    {
        into.Clear();
        if (Pixels == 0)
        {
            return;
        }

        for (var y = 0; y < size.Height; y++)
        {
            var blocks = _parent.AsSpan(y / BlockModel.Side * columns, columns);
            for (var column = 0; column < columns; column++)
            {
                if (blocks[column] != None)
                {
                    var at = (y * size.Width) + (column * BlockModel.Side);
                    var width = Math.Min(BlockModel.Side, size.Width - (column * BlockModel.Side));
                    mask.Slice(at, width).CopyTo(into[at..]);
                }
            }
        }
    }

    /// <summary>The boxes of the kept components, those that overlap joined.</summary>
    public void AddRegions(List<Box> regions)
    {
        if (Pixels == 0)
        {
            return;
        }

        Bound();
        const float side = BlockModel.Side;
        for (var block = 0; block < _parent.Length; block++)
        {
            if (_parent[block] == block)
            {
                var (left, top, right, bottom) = _bounds[block];
                regions.Add(new Box(
                    left * side / size.Width,
                    top * side / size.Height,
                    Math.Min(1, right * side / size.Width),
                    Math.Min(1, bottom * side / size.Height)));
            }
        }

        Merge(regions);
    }

    private static void Merge(List<Box> regions)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            for (var j = regions.Count - 1; j > i; j--)
            {
                var shared = regions[i].Intersect(regions[j]);
                if (shared is { Width: >= 0, Height: >= 0 })
                {
                    regions[i] = regions[i].Union(regions[j]);
                    regions.RemoveAt(j);
                    j = regions.Count;
                }
            }
        }
    }

    private void Bound()
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var block = (row * columns) + column;
                if (_parent[block] == block)
                {
                    _bounds[block] = (column, row, column + 1, row + 1);
                }
                else if (_parent[block] != None)
                {
                    ref var bounds = ref _bounds[_parent[block]];
                    bounds = (Math.Min(bounds.Left, column), bounds.Top, Math.Max(bounds.Right, column + 1), row + 1);
                }
            }
        }
    }

    private void Count(ReadOnlySpan<byte> mask)
    {
        Array.Clear(_moving);
        var whole = size.Width / BlockModel.Side;
        for (var y = 0; y < size.Height; y++)
        {
            var row = mask.Slice(y * size.Width, size.Width);
            if (!row.Contains(byte.MaxValue))
            {
                continue;
            }

            var counts = _moving.AsSpan(y / BlockModel.Side * columns, columns);
            var blocks = MemoryMarshal.Cast<byte, uint>(row[..(whole * BlockModel.Side)]);
            for (var column = 0; column < blocks.Length; column++)
            {
                counts[column] += (byte)(BitOperations.PopCount(blocks[column]) / 8);
            }

            for (var x = whole * BlockModel.Side; x < row.Length; x++)
            {
                counts[^1] += (byte)(row[x] & 1);
            }
        }

        for (var block = 0; block < _parent.Length; block++)
        {
            _parent[block] = _moving[block] > 0 ? block : None;
            _pixels[block] = _moving[block];
            _densest[block] = _moving[block];
        }
    }

    private void Join()
    {
        for (var block = 0; block < _parent.Length; block++)
        {
            if (_parent[block] == None)
            {
                continue;
            }

            var column = block % columns;
            Unite(block, column > 0, block - 1);
            Unite(block, block >= columns, block - columns);
            Unite(block, block >= columns && column > 0, block - columns - 1);
            Unite(block, block >= columns && column < columns - 1, block - columns + 1);
        }
    }

    private void Unite(int block, bool exists, int neighbour)
    {
        if (!exists || _parent[neighbour] == None)
        {
            return;
        }

        var (a, b) = (Root(block), Root(neighbour));
        if (a != b)
        {
            _parent[Math.Max(a, b)] = Math.Min(a, b);
        }
    }

    private int Root(int block)
    {
        while (_parent[block] != block)
        {
            _parent[block] = _parent[_parent[block]];
            block = _parent[block];
        }

        return block;
    }

    private void Keep(int least)
    {
        for (var block = 0; block < _parent.Length; block++)
        {
            if (_parent[block] == None)
            {
                continue;
            }

            var root = Root(block);
            _parent[block] = root;
            if (root != block)
            {
                _densest[root] = Math.Max(_densest[root], _pixels[block]);
                _pixels[root] += _pixels[block];
            }
        }

        Pixels = 0;
        for (var block = _parent.Length - 1; block >= 0; block--)
        {
            var root = _parent[block];
            if (root != None && (_pixels[root] < least || 2 * _densest[root] < least))
            {
                _parent[block] = None;
            }
            else if (root == block)
            {
                Pixels += _pixels[block];
            }
        }
    }
}
