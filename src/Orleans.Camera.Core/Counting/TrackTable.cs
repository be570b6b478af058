namespace Orleans.Camera.Core.Counting;

/// <summary>
/// What is remembered of each track, ordered by id, so that equal contents are saved as equal bytes. Keeps its arrays.
/// </summary>
internal sealed class TrackTable<T>
    where T : struct
{
    private long[] _ids = new long[16];
    private T[] _values = new T[16];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public long IdAt(int index) => _ids[index];

    public ref T At(int index) => ref _values[index];

    /// <summary>Where a track is, or -1.</summary>
    public int Find(long id) => Math.Max(-1, Array.BinarySearch(_ids, 0, Count, id));

    /// <summary>The entry of a track; a new one is <c>default</c>.</summary>
    public ref T GetOrAdd(long id, out bool isKnown)
    {
        var index = Array.BinarySearch(_ids, 0, Count, id);
        isKnown = index >= 0;
        if (!isKnown)
        {
            index = ~index;
            Insert(index, id);
        }

        return ref _values[index];
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_ids, index + 1, _ids, index, Count - index);
        Array.Copy(_values, index + 1, _values, index, Count - index);
    }

    private void Insert(int index, long id)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _values, Count * 2);
        }

        Array.Copy(_ids, index, _ids, index + 1, Count - index);
        Array.Copy(_values, index, _values, index + 1, Count - index);
        Count++;
        _ids[index] = id;
        _values[index] = default;
    }
}
