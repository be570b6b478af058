using System.Collections.Immutable;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>What one picture asks of a worker.</summary>
/// <param name="Camera">The camera's id.</param>
/// <param name="Model">The model that must see it.</param>
/// <param name="Silo">The silo that has the picture.</param>
public readonly record struct DispatchRequest(string Camera, string Model, string Silo)
{
    /// <summary>Where the camera stands; empty where nobody said.</summary>
    public string Region { get; init; } = "";

    /// <summary>Whether it is of a file, which waits for room; a live picture that finds none is lost.</summary>
    public bool IsRecording { get; init; }

    public CameraPriority Priority { get; init; } = CameraPriority.Normal;

    /// <summary>Every one of these the worker must have.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Ids of workers that had this very picture.</summary>
    public ImmutableArray<string> Tried { get; init; } = [];
}
