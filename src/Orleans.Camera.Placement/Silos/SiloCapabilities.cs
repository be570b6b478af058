namespace Orleans.Camera.Placement.Silos;

/// <summary>What a silo can do, as it says itself when it starts. Null is what it has not said: unknown, and not "none".</summary>
public sealed record SiloCapabilities
{
    public static readonly SiloCapabilities Unknown = new();

    public IReadOnlyList<SiloDevice>? Devices { get; init; }

    /// <summary>Models whose files lie there.</summary>
    public IReadOnlyList<SiloModel>? Models { get; init; }

    /// <summary>Like <c>ingest</c>, <c>inference</c>, <c>gateway</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>What its devices have besides, by names that manifests require.</summary>
    public IReadOnlyList<string>? Named { get; init; }

    public string? Region { get; init; }

    public SiloLimits Limits { get; init; } = new();

    /// <summary>Of the application.</summary>
    public string? Version { get; init; }
}
