namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// What waits, by priority and camera. The priorities get turns in proportion 27 : 9 : 3 : 1 by stride scheduling (Waldspurger and
/// Weihl, 1995), so that the important go first and the least important still gets its trickle; the cameras of one priority get
/// theirs one after the other, so that a fast camera does not crowd out a slow one; each camera's items stay in order.
/// Not thread safe.
/// </summary>
internal sealed class FairQueue<T>
{
    /// <summary>How far a priority's clock moves for one turn: 27 divided by its weight.</summary>
    private static readonly long[] _strides = [1, 3, 9, 27];

    private readonly Level[] _levels = [new(), new(), new(), new()];
    private long _clock;

    public int Count { get; private set; }

    public int CountOf(CameraPriority priority) => _levels[(int)priority].Count;

    public void Enqueue(string camera, CameraPriority priority, T item)
    {
        var level = _levels[(int)priority];
        if (level.Count == 0)
        {
            // Who was away has saved up no turns.
            level.Pass = Math.Max(level.Pass, _clock + _strides[(int)priority]);
        }

        if (!level.Cameras.TryGetValue(camera, out var items))
        {
            level.Cameras[camera] = items = new LinkedList<T>();
            level.Turns.AddLast(camera);
        }

        items.AddLast(item);
        level.Count++;
        Count++;
    }

    /// <summary>Shows whose turn it is and leaves it there.</summary>
    public bool TryPeek(out T item)
    {
        var next = Next();
        item = next < 0 ? default! : _levels[next].Cameras[_levels[next].Turns.First!.Value].First!.Value;
        return next >= 0;
    }

    public bool TryDequeue(out T item)
    {
        var next = Next();
        if (next < 0)
        {
            item = default!;
            return false;
        }

        var level = _levels[next];
        _clock = level.Pass;
        level.Pass += _strides[next];
        var camera = level.Turns.First!.Value;
        item = level.Cameras[camera].First!.Value;
        level.Turns.RemoveFirst();
        level.Turns.AddLast(camera);
        Remove(level, camera, level.Cameras[camera].First!);
        return true;
    }

    /// <summary>Takes out an item that no longer waits.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool Remove(string camera, CameraPriority priority, T item)
    {
        var level = _levels[(int)priority];
        if (!level.Cameras.TryGetValue(camera, out var items) || items.Find(item) is not { } node)
        {
            return false;
        }

        Remove(level, camera, node);
        return true;
    }

    /// <summary>Takes out the oldest droppable item of the camera that has the most waiting, of one priority.</summary>
    public bool TryDrop(CameraPriority priority, Func<T, bool> mayDrop, out T item)
    {
        var level = _levels[(int)priority];
        foreach (var camera in level.Turns.OrderByDescending(camera => level.Cameras[camera].Count))
        {
            for (var node = level.Cameras[camera].First; node is not null; node = node.Next)
            {
                if (mayDrop(node.Value))
                {
                    item = node.Value;
                    Remove(level, camera, node);
                    return true;
                }
            }
        }

        item = default!;
        return false;
    }

    private void Remove(Level level, string camera, LinkedListNode<T> node)
    {
        var items = level.Cameras[camera];
        items.Remove(node);
        level.Count--;
        Count--;
        if (items.Count == 0)
        {
            level.Cameras.Remove(camera);
            level.Turns.Remove(camera);
        }
    }

    private int Next()
    {
        var next = -1;
        for (var index = 0; index < _levels.Length; index++)
        {
            if (_levels[index].Count > 0 && (next < 0 || _levels[index].Pass < _levels[next].Pass))
            {
                next = index;
            }
        }

        return next;
    }

    private sealed class Level
    {
        public Dictionary<string, LinkedList<T>> Cameras { get; } = new(StringComparer.Ordinal);

        /// <summary>Cameras that wait, the next one first.</summary>
        public LinkedList<string> Turns { get; } = [];

        public int Count { get; set; }

        public long Pass { get; set; }
    }
}
