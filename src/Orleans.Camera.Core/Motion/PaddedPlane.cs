namespace Orleans.Camera.Core.Motion;

/// <summary>A plane of 16-bit values with a border one value wide, so that a 3x3 neighbourhood needs no special cases.</summary>
internal sealed class PaddedPlane(int width, int height)
{
    private readonly short[] _values = new short[(width + 2) * (height + 2)];

    public int Width => width;

    public int Height => height;

    /// <summary>The row without its border.</summary>
    public Span<short> Row(int y) => _values.AsSpan(((y + 1) * (width + 2)) + 1, width);

    /// <summary>The row with its border: index 0 is x = -1. Rows -1 and <see cref="Height"/> are the border.</summary>
    public Span<short> Wide(int y) => _values.AsSpan((y + 1) * (width + 2), width + 2);

    /// <summary>Repeats the outermost values into the border.</summary>
    public void ReplicateBorder()
    {
        for (var y = 0; y < height; y++)
        {
            var row = Wide(y);
            row[0] = row[1];
            row[width + 1] = row[width];
        }

        Wide(0).CopyTo(Wide(-1));
        Wide(height - 1).CopyTo(Wide(height));
    }
}
