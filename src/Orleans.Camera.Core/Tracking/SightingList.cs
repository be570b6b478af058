namespace Orleans.Camera.Core.Tracking;

/// <summary>The boxes of one picture that are still free. Bounded: where it is full, the lowest score gives way.</summary>
internal sealed class SightingList(int capacity)
{
    private readonly Sighting[] _items = new Sighting[capacity];
    private readonly bool[] _taken = new bool[capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<Sighting> Items => _items.AsSpan(0, Count);

    public ref readonly Sighting this[int index] => ref _items[index];

    public void Clear() => Count = 0;

    public void Add(in Sighting sighting)
    {
        var index = Count < capacity ? Count++ : LowestBelow(sighting.Detection.Score);
        if (index >= 0)
        {
            _items[index] = sighting;
        }
    }

    public void Take(int index) => _taken[index] = true;

    /// <summary>Removes what was taken; the others keep their order.</summary>
    public void DropTaken()
    {
        var kept = 0;
        for (var index = 0; index < Count; index++)
        {
            if (!_taken[index])
            {
                _items[kept++] = _items[index];
            }

            _taken[index] = false;
        }

        Count = kept;
    }

    private int LowestBelow(float score)
    {
        var lowest = -1;
        for (var index = 0; index < Count; index++)
        {
            if (_items[index].Detection.Score < score)
            {
                (lowest, score) = (index, _items[index].Detection.Score);
            }
        }

        return lowest;
    }
}
