namespace Orleans.Camera.Core.Counting;

/// <summary>Which labels count, by index into the detector's labels.</summary>
public sealed class LabelSet
{
    private readonly bool[] _counts;

    /// <param name="wanted">Names that count; empty means all.</param>
    /// <param name="labels">The detector's labels.</param>
    /// <param name="owner">Who asks, for the message: for example <c>line 'door'</c>.</param>
    /// <exception cref="ArgumentException">A name is none of the detector's labels.</exception>
    public LabelSet(IReadOnlyList<string> wanted, IReadOnlyList<string> labels, string owner)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(labels);
        _counts = new bool[labels.Count];
        Array.Fill(_counts, wanted.Count == 0);
        foreach (var name in wanted)
        {
            _counts[IndexOf(name, labels, owner)] = true;
        }
    }

    public bool Contains(int label) => (uint)label < (uint)_counts.Length && _counts[label];

    private static int IndexOf(string name, IReadOnlyList<string> labels, string owner)
    {
        for (var index = 0; index < labels.Count; index++)
        {
            if (string.Equals(labels[index], name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        const int Shown = 10;
        var known = string.Join(", ", labels.Take(Shown)) + (labels.Count > Shown ? ", ..." : string.Empty);
        throw new ArgumentException(
            $"The {owner} asks for the label '{name}', which the detector does not know. It knows: {known}.", nameof(name));
    }
}
