namespace Orleans.Camera.Placement.Machines;

/// <summary>Ticks of some processors since the start.</summary>
/// <param name="Busy">In which they worked.</param>
/// <param name="Total">All.</param>
/// <param name="Cpus">How many processors.</param>
internal readonly record struct CpuTicks(long Busy, long Total, int Cpus);

/// <summary>Reads what the kernel says of processors.</summary>
internal static class CpuTexts
{
    /// <summary><c>/proc/stat</c>: of the processors of a set.</summary>
    /// <param name="text">The file.</param>
    /// <param name="allowed">Null for all.</param>
    /// <returns>Null where it has none of them.</returns>
    public static CpuTicks? Ticks(ReadOnlySpan<byte> text, CpuSet? allowed)
    {
        CpuTicks sum = default;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (!line.StartsWith("cpu"u8))
            {
                break; // they come first
            }

            if (SystemText.TryNumber(SystemText.Word(line, 0)[3..], out var cpu) && allowed?.Has(cpu) != false && TicksOf(line) is { } one)
            {
                sum = new CpuTicks(SystemText.Sum(sum.Busy, one.Busy), SystemText.Sum(sum.Total, one.Total), sum.Cpus + 1);
            }
        }

        return sum.Cpus > 0 ? sum : null;
    }

    /// <summary>A list like <c>0-3,8</c>.</summary>
    public static CpuSet? Set(ReadOnlySpan<byte> text)
    {
        var set = new CpuSet();
        text = text.Trim(" \t\n"u8);
        foreach (var range in text.Split((byte)','))
        {
            var part = text[range];
            var dash = part.IndexOf((byte)'-');
            if (!SystemText.TryNumber(dash < 0 ? part : part[..dash], out var first)
                || !SystemText.TryNumber(part[(dash + 1)..], out var last)
                || !set.TryAdd(first, last))
            {
                return null;
            }
        }

        return set.Count > 0 ? set : null;
    }

    /// <summary>The list after <c>Cpus_allowed_list:</c> of <c>/proc/self/status</c>: cpuset, affinity and all.</summary>
    public static CpuSet? Allowed(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            if (SystemText.Word(text[range], 0).SequenceEqual("Cpus_allowed_list:"u8))
            {
                return Set(SystemText.Word(text[range], 1));
            }
        }

        return null;
    }

    /// <summary><c>cpu.max</c>: processors that a group may use, like 1.5.</summary>
    /// <returns>Null where there is no limit.</returns>
    public static double? Max(ReadOnlySpan<byte> text)
    {
        var line = text.Trim(" \t\n"u8);
        return SystemText.TryNumber(SystemText.Word(line, 0), out var quota) && SystemText.TryNumber(SystemText.Word(line, 1), out var period)
            ? Quota(quota, period)
            : null;
    }

    /// <summary><c>cpu.cfs_quota_us</c> by <c>cpu.cfs_period_us</c>; a quota of -1 means none.</summary>
    public static double? Quota(long quota, long period) => quota > 0 && period > 0 ? (double)quota / period : null;

    /// <summary>
    /// <c>cpuN user nice system idle iowait irq softirq steal guest guest_nice</c>: the time of guests is part of user and
    /// nice; what a hypervisor took away was not idle either, for nobody could have used it.
    /// </summary>
    private static (long Busy, long Total)? TicksOf(ReadOnlySpan<byte> line)
    {
        const int Idle = 4, IoWait = 5, Steal = 8;
        var (busy, total) = (0L, 0L);
        for (var place = 1; place <= Steal; place++)
        {
            if (!SystemText.TryNumber(SystemText.Word(line, place), out var ticks))
            {
                // Kernels before 2.6.11 have fewer columns, but the first four are always there.
                return place > Idle ? (busy, total) : null;
            }

            total = SystemText.Sum(total, ticks);
            busy = place is Idle or IoWait ? busy : SystemText.Sum(busy, ticks);
        }

        return (busy, total);
    }
}
