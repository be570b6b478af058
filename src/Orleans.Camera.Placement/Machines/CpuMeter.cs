using Orleans.Camera.Core.Measuring;

namespace Orleans.Camera.Placement.Machines;

/// <summary>
/// How busy the processors are that this process may use. Where a group limits them, its own time against its own limit: the
/// host's says nothing of that. Not thread safe.
/// </summary>
internal sealed class CpuMeter
{
    private const double Microseconds = 1e6;
    private readonly SystemFiles _files;
    private readonly IReadOnlyList<CgroupLevel> _levels;
    private readonly CounterRate[] _used;
    private readonly CounterRate _busy;
    private readonly CounterRate _all;

    public CpuMeter(SystemFiles files, TimeSpan smoothing)
    {
        _files = files;
        _levels = CgroupLevel.Find(files, "cpu");
        _used = [.. _levels.Select(_ => new CounterRate(smoothing))];
        (_busy, _all) = (new CounterRate(smoothing), new CounterRate(smoothing));
    }

    /// <summary>The busy part of what may be used, 0..1; null while nobody knows.</summary>
    public double? Busy { get; private set; }

    /// <summary>How many processors may be used, like 1.5; null where nobody knows.</summary>
    public double? Limit { get; private set; }

    /// <param name="span">Since the last reading.</param>
    public void Read(TimeSpan span)
    {
        var allowed = _files.TryRead("/proc/self/status", out var status) ? CpuTexts.Allowed(status) : null;
        var ticks = _files.TryRead("/proc/stat", out var stat) ? CpuTexts.Ticks(stat, allowed) : null;
        _busy.Add(ticks?.Busy, span);
        _all.Add(ticks?.Total, span);
        Limit = allowed?.Count ?? ticks?.Cpus;
        Busy = null;
        var isLimited = false;
        for (var i = 0; i < _levels.Count; i++)
        {
            var quota = Quota(_levels[i]);
            _used[i].Add(quota is null ? null : Used(_levels[i]), span);
            if (quota is { } cpus)
            {
                isLimited = true;
                cpus = Math.Min(cpus, allowed?.Count ?? double.MaxValue);
                Limit = Limit is { } least ? Math.Min(least, cpus) : cpus;
                Busy = Larger(Busy, _used[i].Value / (Microseconds * cpus));
            }
        }

        if (!isLimited && _busy.Value is { } busy && _all.Value is { } all and > 0)
        {
            Busy = busy / all;
        }

        // Clocks of kernel and program differ a little; and a group may borrow from earlier periods.
        Busy = Busy is { } part ? Math.Clamp(part, 0, 1) : null;
    }

    private double? Quota(CgroupLevel level)
    {
        if (level.IsV2)
        {
            return _files.TryRead(level.Folder + "/cpu.max", out var max) ? CpuTexts.Max(max) : null;
        }

        return Number(level.Folder + "/cpu.cfs_quota_us") is { } quota && Number(level.Folder + "/cpu.cfs_period_us") is { } period
            ? CpuTexts.Quota(quota, period)
            : null;
    }

    /// <summary>Microseconds of processors.</summary>
    private long? Used(CgroupLevel level)
    {
        if (level.IsV2)
        {
            return _files.TryRead(level.Folder + "/cpu.stat", out var stat) ? SystemText.ValueOf(stat, "usage_usec"u8) : null;
        }

        return Number(level.Usage + "/cpuacct.usage") is { } nanoseconds ? nanoseconds / 1000 : null;
    }

    private long? Number(string path) =>
        _files.TryRead(path, out var text) && SystemText.TryNumber(text.Trim(" \t\n"u8), out var number) ? number : null;

    private static double? Larger(double? one, double? other) => one is null || other > one ? other : one;
}
