namespace Orleans.Camera.Core.Tracking;

/// <summary>
/// Optimal assignment of rows to columns: the sum of the values of all pairs is the largest possible. A pair of value 0 or
/// less is left apart. Keeps its arrays, so that it allocates nothing once it has seen its largest problem.
/// </summary>
/// <remarks>
/// Shortest augmenting paths with potentials (Jonker and Volgenant, Computing 38, 1987), O(rows² · columns). Values are
/// whole numbers: sums are exact, and among equal sums the same one is found on every machine.
/// </remarks>
internal sealed class Assignment
{
    private const int None = -1;
    private int[] _values = [];
    private long[] _rowPotential = [];
    private long[] _columnPotential = [];
    private long[] _distance = [];
    private int[] _previous = [];
    private bool[] _visited = [];
    private int[] _rowOf = [];
    private int[] _columnOf = [];
    private int _rows;
    private int _columns;
    private bool _turned;

    /// <summary>Begins a problem with all values 0.</summary>
    public void Reset(int rows, int columns)
    {
        // The algorithm needs at least as many columns as rows.
        _turned = rows > columns;
        (_rows, _columns) = _turned ? (columns, rows) : (rows, columns);
        if (_values.Length < rows * columns)
        {
            _values = new int[Grow(rows * columns)];
        }

        if (_distance.Length < _columns + 1)
        {
            var length = Grow(_columns + 1);
            (_columnPotential, _distance, _rowPotential) = (new long[length], new long[length], new long[length]);
            (_previous, _rowOf, _columnOf, _visited) = (new int[length], new int[length], new int[length], new bool[length]);
        }

        Array.Clear(_values, 0, rows * columns);
    }

    public void Set(int row, int column, int value) => _values[_turned ? (column * _columns) + row : (row * _columns) + column] = value;

    /// <summary>Solves the problem; then <see cref="ColumnOf"/> answers.</summary>
    public void Solve()
    {
        Array.Clear(_rowPotential);
        Array.Clear(_columnPotential);
        Array.Fill(_rowOf, None);
        for (var row = 0; row < _rows; row++)
        {
            Augment(row);
        }

        Array.Fill(_columnOf, None);
        for (var column = 0; column < _columns; column++)
        {
            if (_rowOf[column] is var row and not None && _values[(row * _columns) + column] > 0)
            {
                _columnOf[_turned ? column : row] = _turned ? row : column;
            }
        }
    }

    /// <summary>The column joined with a row, or -1.</summary>
    public int ColumnOf(int row) => _columnOf[row];

    private static int Grow(int length) => Math.Max(64, length * 2);

    /// <summary>Finds the shortest path from a free row to a free column and turns its pairs over.</summary>
    private void Augment(int freeRow)
    {
        var root = _columns; // stands for the column from which the free row is reached
        Array.Fill(_distance, long.MaxValue);
        Array.Clear(_visited);
        _rowOf[root] = freeRow;
        var column = root;
        do
        {
            _visited[column] = true;
            column = Nearest(column);
        }
        while (_rowOf[column] != None);

        while (column != root)
        {
            var from = _previous[column];
            _rowOf[column] = _rowOf[from];
            column = from;
        }

        _rowOf[root] = None;
    }

    /// <summary>One step of the search: the nearest column not visited yet; potentials follow.</summary>
    private int Nearest(int from)
    {
        var row = _rowOf[from];
        var (nearest, step) = (None, long.MaxValue);
        for (var column = 0; column < _columns; column++)
        {
            if (_visited[column])
            {
                continue;
            }

            var reduced = -_values[(row * _columns) + column] - _rowPotential[row] - _columnPotential[column];
            if (reduced < _distance[column])
            {
                (_distance[column], _previous[column]) = (reduced, from);
            }

            if (_distance[column] < step)
            {
                (step, nearest) = (_distance[column], column);
            }
        }

        for (var column = 0; column <= _columns; column++)
        {
            if (_visited[column])
            {
                _rowPotential[_rowOf[column]] += step;
                _columnPotential[column] -= step;
            }
            else
            {
                _distance[column] -= step;
            }
        }

        return nearest;
    }
}
