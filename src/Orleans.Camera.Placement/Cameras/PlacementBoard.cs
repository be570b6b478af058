namespace Orleans.Camera.Placement.Cameras;

/// <summary>What this silo knows of the others when it places: cameras counted there, those just sent there, and who is drained. Thread safe.</summary>
public sealed class PlacementBoard(TimeProvider time)
{
    /// <summary>Within this time a camera that was placed writes its first checkpoint, by which it is counted.</summary>
    private static readonly TimeSpan Underway = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<(string Silo, long At)> _reserved = [];
    private IReadOnlyDictionary<string, int> _counted = new Dictionary<string, int>(StringComparer.Ordinal);
    private HashSet<string> _drained = [];

    /// <summary>Cameras by silo name, as the store shows them now. Forgets what was reserved before the count.</summary>
    /// <param name="counted">By silo name.</param>
    /// <param name="asOf">A time stamp of the clock from before the count.</param>
    public void SetCounts(IReadOnlyDictionary<string, int> counted, long asOf)
    {
        lock (_lock)
        {
            _counted = counted;
            _reserved.RemoveAll(seat => time.GetElapsedTime(seat.At, asOf) > Underway);
        }
    }

    public void SetDrained(IEnumerable<string> silos)
    {
        var drained = silos.ToHashSet(StringComparer.Ordinal);
        lock (_lock)
        {
            _drained = drained;
        }
    }

    public bool IsDrained(string silo)
    {
        lock (_lock)
        {
            return _drained.Contains(silo);
        }
    }

    /// <summary>Counts a choice that nobody sees yet.</summary>
    public void Reserve(string silo)
    {
        lock (_lock)
        {
            _reserved.Add((silo, time.GetTimestamp()));
        }
    }

    public int CamerasOn(string silo)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            return _counted.GetValueOrDefault(silo) +
                _reserved.Count(seat => seat.Silo == silo && time.GetElapsedTime(seat.At, now) <= Underway);
        }
    }
}
