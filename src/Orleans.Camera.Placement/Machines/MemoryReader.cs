namespace Orleans.Camera.Placement.Machines;

/// <summary>How much memory is used, and of how much; null where nobody knows.</summary>
internal readonly record struct MemoryUse(long? Used, long? Limit);

/// <summary>
/// Reads the memory of the narrowest group that has a limit, or of the machine where none has. Not thread safe.
/// </summary>
internal sealed class MemoryReader(SystemFiles files)
{
    private readonly IReadOnlyList<CgroupLevel> _levels = CgroupLevel.Find(files, "memory");

    public MemoryUse Read()
    {
        var machine = Machine();
        var narrowest = default(MemoryUse);
        foreach (var level in _levels)
        {
            // "No limit" of version 1 is a number larger than any machine.
            if (Limit(level) is { } limit && (machine.Limit is null || limit < machine.Limit))
            {
                var use = new MemoryUse(Used(level), limit);
                narrowest = narrowest.Limit is null || Part(use) > Part(narrowest) ? use : narrowest;
            }
        }

        return narrowest.Limit is null ? machine : narrowest;
    }

    private static double Part(MemoryUse use) => (use.Used ?? 0) / (double)Math.Max(1, use.Limit ?? 1);

    private MemoryUse Machine()
    {
        const long Kilobyte = 1024;
        if (!files.TryRead("/proc/meminfo", out var text) || SystemText.ValueOf(text, "MemTotal:"u8) is not { } total)
        {
            return default;
        }

        // MemAvailable is the kernel's own estimate of what can be had without swapping; it is there since Linux 3.14.
        var available = SystemText.ValueOf(text, "MemAvailable:"u8);
        return new MemoryUse(
            available is { } free ? SystemText.Times(Math.Max(0, total - free), Kilobyte) : null, SystemText.Times(total, Kilobyte));
    }

    private long? Limit(CgroupLevel level) => level.IsV2
        ? Least(Number(level, "memory.max"), Number(level, "memory.high")) // above "high" the kernel slows the group down
        : Least(Number(level, "memory.limit_in_bytes"), Stat(level, "hierarchical_memory_limit"u8));

    /// <summary>
    /// Without page cache that has not been used again (<c>inactive_file</c>), which the kernel takes back first: the working
    /// set, as Kubernetes calls it.
    /// </summary>
    private long? Used(CgroupLevel level)
    {
        var used = Number(level, level.IsV2 ? "memory.current" : "memory.usage_in_bytes");
        var cache = Stat(level, level.IsV2 ? "inactive_file"u8 : "total_inactive_file"u8);
        return used is { } bytes ? Math.Max(0, bytes - (cache ?? 0)) : null;
    }

    private long? Number(CgroupLevel level, string name) =>
        files.TryRead(string.Concat(level.Folder, "/", name), out var text) && SystemText.TryNumber(text.Trim(" \t\n"u8), out var number) ? number : null;

    private long? Stat(CgroupLevel level, ReadOnlySpan<byte> key) =>
        files.TryRead(level.Folder + "/memory.stat", out var text) ? SystemText.ValueOf(text, key) : null;

    private static long? Least(long? one, long? other) => one is null || other < one ? other : one;
}
