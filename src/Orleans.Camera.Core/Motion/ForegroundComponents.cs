using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>A part of one row: pixels <paramref name="From"/> up to, not including, <paramref name="To"/>.</summary>
internal record struct Run(short Y, short From, short To, short Component);

/// <summary>A connected part of the foreground, in pixels of the gate plane; right and bottom are exclusive.</summary>
internal record struct Component(int Left, int Top, int Right, int Bottom, int Pixels)
{
    public static readonly Component Nothing = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue, 0);

    public readonly int Width => Right - Left;

    public readonly int Height => Bottom - Top;

    public readonly Component With(in Component other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom), Pixels + other.Pixels);

    public readonly Component With(int y, int from, int to) => new(
        Math.Min(Left, from), Math.Min(Top, y), Math.Max(Right, to), Math.Max(Bottom, y + 1), Pixels + to - from);
}

/// <summary>
/// Connected components (8 neighbours) from runs, with union-find: one pass over the rows and one over the runs, no
/// recursion, bounded memory.
/// </summary>
internal sealed class ForegroundComponents(PictureSize size)
{
    private const int MostRuns = 12_000;

    private readonly Run[] _runs = new Run[MostRuns];
    private readonly short[] _parent = new short[MostRuns];
    private readonly Component[] _components = new Component[MostRuns];
    private int _runCount;
    private int _count;

    public ReadOnlySpan<Component> Found => _components.AsSpan(0, _count);

    public ReadOnlySpan<Run> Runs => _runs.AsSpan(0, _runCount);

    public void Find(ReadOnlySpan<byte> mask)
    {
        _runCount = 0;
        var (above, aboveEnd) = (0, 0);
        for (var y = 0; y < size.Height; y++)
        {
            var start = _runCount;
            Scan(mask.Slice(y * size.Width, size.Width), (short)y);
            Join(above, aboveEnd, start);
            (above, aboveEnd) = (start, _runCount);
        }

        Number();
    }

    private void Scan(ReadOnlySpan<byte> row, short y)
    {
        var x = row.IndexOf(byte.MaxValue);
        while (x >= 0 && x < row.Length && _runCount < MostRuns)
        {
            var length = row[x..].IndexOf((byte)0);
            var to = length < 0 ? row.Length : x + length;
            _runs[_runCount] = new Run(y, (short)x, (short)to, 0);
            _parent[_runCount] = (short)_runCount;
            _runCount++;
            var next = row[to..].IndexOf(byte.MaxValue);
            x = next < 0 ? -1 : to + next;
        }
    }

    private void Join(int above, int aboveEnd, int start)
    {
        for (var run = start; run < _runCount; run++)
        {
            while (above < aboveEnd && _runs[above].To < _runs[run].From)
            {
                above++;
            }

            for (var other = above; other < aboveEnd && _runs[other].From <= _runs[run].To; other++)
            {
                var (a, b) = (Root(run), Root(other));
                _parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }
    }

    private short Root(int run)
    {
        while (_parent[run] != run)
        {
            _parent[run] = _parent[_parent[run]];
            run = _parent[run];
        }

        return (short)run;
    }

    private void Number()
    {
        _count = 0;
        for (var run = 0; run < _runCount; run++)
        {
            var root = Root(run);
            ref var current = ref _runs[run];
            if (root == run)
            {
                current.Component = (short)_count;
                _components[_count++] = Component.Nothing;
            }
            else
            {
                current.Component = _runs[root].Component;
            }

            ref var component = ref _components[current.Component];
            component = component.With(current.Y, current.From, current.To);
        }
    }
}
