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

    public string? Region { get; init; }

    public SiloLimits Limits { get; init; } = new();

    /// <summary>Of the application.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it has a GPU; null where it has not said.</summary>
    public bool? HasGpu => Devices?.Any(device => device.IsGpu);

    /// <summary>Whether it has a model; null where it has not said.</summary>
    public bool? HasModel(string name) => Models?.Any(model => string.Equals(model.Name, name, StringComparison.Ordinal));
}
