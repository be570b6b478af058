namespace Orleans.Camera.Abstractions;

/// <summary>All workers at one moment.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Workers">By name.</param>
/// <param name="Silos">How busy each silo is that told it.</param>
/// <param name="Alerts">What is wrong with silos and workers.</param>
/// <param name="Missing">Models that cameras need and no silo runs.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-pool")]
public sealed record WorkerPool(
    [property: Id(0)] DateTimeOffset Time,
    IReadOnlyList<WorkerStatus> Workers,
    IReadOnlyList<SiloLoad> Silos,
    IReadOnlyList<AlertRecord> Alerts,
    IReadOnlyList<MissingModel> Missing)
{
    [Id(1)]
    public IReadOnlyList<WorkerStatus> Workers { get; init => field = value.ToArray(); } = Workers.ToArray();

    [Id(2)]
    public IReadOnlyList<SiloLoad> Silos { get; init => field = value.ToArray(); } = Silos.ToArray();

    [Id(4)]
    public IReadOnlyList<AlertRecord> Alerts { get; init => field = value.ToArray(); } = Alerts.ToArray();

    [Id(3)]
    public IReadOnlyList<MissingModel> Missing { get; init => field = value.ToArray(); } = Missing.ToArray();
}

/// <summary>A model that cameras need and no silo runs.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Reason">Why not, of each silo.</param>
[GenerateSerializer, Immutable, Alias("camera.missing-model")]
public sealed record MissingModel([property: Id(0)] string Model, [property: Id(1)] string Reason);

/// <summary>One worker.</summary>
/// <param name="Worker">Its name: <c>model/number</c>.</param>
/// <param name="Silo">The silo on which it runs.</param>
/// <param name="Device">What runs it: <c>cpu</c>, <c>gpu0</c>.</param>
/// <param name="State"><c>starting</c>, <c>ready</c>, <c>busy</c>, <c>draining</c> or <c>failed</c>.</param>
/// <param name="Since">Since when, UTC; ready and busy are one.</param>
/// <param name="Reason">Why it failed; empty while it did not.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-status")]
public sealed record WorkerStatus(
    [property: Id(0)] string Worker,
    [property: Id(1)] string Silo,
    [property: Id(2)] string Device,
    [property: Id(3)] string State,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] string Reason)
{
    /// <summary>Pictures that wait in it.</summary>
    [Id(6)]
    public int QueueLength { get; init; }

    /// <summary>Pictures given to it that are not answered.</summary>
    [Id(7)]
    public int InFlight { get; init; }

    [Id(8)]
    public double PicturesPerMinute { get; init; }

    /// <summary>What it was measured to do; 0 where it was not measured.</summary>
    [Id(9)]
    public double PicturesPerSecond { get; init; }

    /// <summary>Its share of all pictures, 0..1.</summary>
    [Id(10)]
    public double LoadShare { get; init; }

    /// <summary>Of the last minute, from taking a picture to its answer.</summary>
    [Id(11)]
    public TimeSpan LatencyP50 { get; init; }

    [Id(12)]
    public TimeSpan LatencyP95 { get; init; }

    [Id(13)]
    public TimeSpan LatencyP99 { get; init; }

    /// <summary>The share of its pictures that failed of late, 0..1.</summary>
    [Id(14)]
    public double ErrorRate { get; init; }

    /// <summary>Of its present life.</summary>
    [Id(15)]
    public TimeSpan Uptime { get; init; }

    [Id(16)]
    public double FailuresPerHour { get; init; }

    /// <summary>Pictures for each second of a processor; 0 where none was measured.</summary>
    [Id(17)]
    public double Efficiency { get; init; }

    /// <summary>Why it failed its last picture, like an answer that makes no sense; empty where it answered it. It is alive for all that.</summary>
    [Id(19)]
    public string Trouble { get; init; } = "";

    /// <summary>The child process in which its model runs; null where it runs in the silo's own.</summary>
    [Id(18)]
    public WorkerProcess? Process { get; init; }
}

/// <summary>A child process in which a worker's model runs, or that works on pictures.</summary>
/// <param name="Id">Its process number; 0 while there is none.</param>
/// <param name="Memory">What it occupies, in bytes.</param>
/// <param name="MostMemory">What it may occupy, in bytes.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Trouble">Why the one before ended; empty where none did.</param>
[GenerateSerializer, Immutable, Alias("camera.worker-process")]
public sealed record WorkerProcess(
    [property: Id(0)] int Id,
    [property: Id(1)] long Memory,
    [property: Id(2)] long MostMemory,
    [property: Id(3)] int Restarts,
    [property: Id(4)] string Trouble)
{
    /// <summary>Whether it ended again and again, and is started again only now and then.</summary>
    [Id(5)]
    public bool IsGivenUp { get; init; }
}
