using Orleans.Camera.Core.Alerts;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>From when on an operator is told. Shares are in percent.</summary>
public sealed record AlertOptions
{
    /// <summary>For how long a camera sends no pictures. Default 10 s.</summary>
    public TimeSpan CameraDark { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long the store does not answer. Default 10 s.</summary>
    public TimeSpan StoreAway { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long a worker has failed. Default 0.</summary>
    public TimeSpan WorkerFailed { get; init; } = TimeSpan.Zero;

    /// <summary>How much of its processors a silo uses. Default 80.</summary>
    public double Cpu { get; init; } = 80;

    /// <summary>How much of its memory a silo uses, or the process of a worker. Default 85.</summary>
    public double Memory { get; init; } = 85;

    /// <summary>How much of its disk is in use where a silo keeps its files. Default 90.</summary>
    public double Disk { get; init; } = 90;

    /// <summary>How many pictures wait in a worker. Default 50.</summary>
    public double Queue { get; init; } = 50;

    /// <summary>The same, from which on it is critical. Default 100.</summary>
    public double LongQueue { get; init; } = 100;

    /// <summary>Within which time a worker answers 95 of 100 pictures. Default 500 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many of its pictures a worker fails. Default 5.</summary>
    public double Errors { get; init; } = 5;

    /// <summary>All that is watched.</summary>
    public IReadOnlyList<AlertRule> Rules =>
    [
        .. AlertRules.Default.Select(rule => rule.Name switch
        {
            AlertRules.CameraDark => rule with { Lasts = CameraDark },
            AlertRules.StoreAway => rule with { Lasts = StoreAway },
            AlertRules.WorkerFailed => rule with { Lasts = WorkerFailed },
            AlertRules.Cpu => rule.At(Cpu),
            AlertRules.Memory => rule.At(Memory),
            AlertRules.Disk => rule.At(Disk),
            AlertRules.QueueWarning => rule.At(Queue),
            AlertRules.QueueCritical => rule.At(LongQueue),
            AlertRules.Latency => rule.At(Latency.TotalMilliseconds),
            AlertRules.ErrorRate => rule.At(Errors),
            _ => rule,
        }),
    ];
}
