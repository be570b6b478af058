namespace Orleans.Camera.Core.Alerts;

/// <summary>What is watched unless the configuration says otherwise. Shares are in percent.</summary>
public static class AlertRules
{
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string QueueWarning = "queue";
    public const string QueueCritical = "queue-long";
    public const string Latency = "latency";
    public const string ErrorRate = "error-rate";
    public const string WorkerFailed = "worker-failed";
    public const string CameraDark = "camera-dark";
    public const string CameraFaulted = "camera-faulted";
    public const string CameraDegraded = "camera-degraded";
    public const string StoreAway = "store-away";
    public const string Disk = "disk";
    public const string ModelDiffers = "model-differs";

    public static IReadOnlyList<AlertRule> Default { get; } =
    [
        new(Cpu, AlertLevel.Warning, 80, 70, Seconds(10), "uses {value} % of its processors (limit {limit} %)", "add a silo, lower process fps, or move cameras by `camera drain`"),
        new(Memory, AlertLevel.Warning, 85, 80, Seconds(10), "uses {value} % of its memory (limit {limit} %)", "give it more memory, or fewer slots or cameras"),
        new(QueueWarning, AlertLevel.Warning, 50, 40, Seconds(2), "has {value} pictures waiting (limit {limit})", "watch it; add a worker if it stays"),
        new(QueueCritical, AlertLevel.Critical, 100, 80, Seconds(2), "has {value} pictures waiting (limit {limit})", "add a worker, or lower detection fps"),
        new(Latency, AlertLevel.Warning, 500, 400, Seconds(5), "answers in {value} ms (limit {limit} ms)", "look at the load of its device by `camera status`"),
        new(ErrorRate, AlertLevel.Critical, 5, 2, Seconds(5), "fails {value} % of its pictures (limit {limit} %)", "read its log; it is quarantined while it fails"),
        new(WorkerFailed, AlertLevel.Critical, 1, 0.5, TimeSpan.Zero, "has failed", "read why by `camera status --why SLOT`; it is placed again by itself"),
        new(CameraDark, AlertLevel.Critical, 1, 0.5, Seconds(10), "sends no pictures", "check its power, network and address"),
        new(CameraFaulted, AlertLevel.Critical, 1, 0.5, TimeSpan.Zero, "cannot go on", "do what the reason says"),
        new(CameraDegraded, AlertLevel.Warning, 1, 0.5, Seconds(10), "does not work as it should", "do what the reason says"),
        new(StoreAway, AlertLevel.Critical, 1, 0.5, Seconds(10), "gets no answer from the store", "see that the database runs and can be reached; what is counted meanwhile is kept"),
        new(ModelDiffers, AlertLevel.Critical, 1, 0.5, Seconds(2), "is not the same file everywhere", "remove it where it is wrong by `camera model remove`, and add the right one"),
        new(Disk, AlertLevel.Critical, 90, 85, TimeSpan.Zero, "has {value} % of its disk in use (limit {limit} %)", "free space, or shorten what is kept"),
    ];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
