namespace Orleans.Camera.Placement.Machines;

/// <summary>Numbers of processors.</summary>
internal sealed class CpuSet
{
    /// <summary>No machine has more; a list that says so makes no sense.</summary>
    public const int Most = 1 << 16;

    private readonly HashSet<int> _cpus = [];
    private int _added;

    public int Count => _cpus.Count;

    public bool Has(long cpu) => cpu is >= 0 and < Most && _cpus.Contains((int)cpu);

    /// <returns>False where this makes no sense.</returns>
    public bool TryAdd(long first, long last)
    {
        if (first < 0 || last < first || last >= Most || (_added += (int)(last - first) + 1) > Most)
        {
            return false;
        }

        for (var cpu = (int)first; cpu <= last; cpu++)
        {
            _cpus.Add(cpu);
        }

        return true;
    }
}
