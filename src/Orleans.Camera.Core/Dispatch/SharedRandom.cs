namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// Random numbers for many threads without a lock: SplitMix64 (Steele, Lea and Flood, 2014), whose state is a counter.
/// </summary>
internal sealed class SharedRandom(long seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = (ulong)seed;

    /// <summary>0 or more, below 1.</summary>
    public double NextDouble()
    {
        var mixed = Interlocked.Add(ref _state, Step);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
