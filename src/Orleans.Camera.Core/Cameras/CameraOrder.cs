using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Core.Cameras;

/// <summary>What one camera reads, and what it counts there.</summary>
public sealed record CameraOrder
{
    public required string Camera { get; init; }

    /// <summary>The source's address, credentials included.</summary>
    public required string Address { get; init; }

    /// <summary>A name for <see cref="IDetectors"/>.</summary>
    public string Detector { get; init; } = IDetectors.Motion;

    /// <summary>What is counted; without labels, people and vehicles, or all where the detector knows neither.</summary>
    public CountingPlan Plan { get; init; } = new();

    /// <summary>Pictures per second that enter the pipeline, 0.1..1000; null for all.</summary>
    public double? ProcessFps { get; init; }

    /// <summary>Whether a file is read at the pace of its own times.</summary>
    public bool RealTime { get; init; }

    /// <summary>Version of the definition.</summary>
    public long Configuration { get; init; }

    /// <exception cref="ArgumentException">A line, a zone or a number makes no sense; the message names it.</exception>
    public void Validate()
    {
        foreach (var line in Plan.Lines)
        {
            DefinitionRules.Check(line);
        }

        foreach (var zone in Plan.Zones)
        {
            DefinitionRules.Check(zone);
        }

        RequireUnique(Plan.Lines.Select(line => line.Name), "lines");
        RequireUnique(Plan.Zones.Select(zone => zone.Name), "zones");
        if (ProcessFps is { } fps && !(fps is >= 0.1 and <= 1000))
        {
            throw new ArgumentException($"The pictures per second are {fps}; they must be from 0.1 to 1000.");
        }
    }

    private static void RequireUnique(IEnumerable<string> names, string what)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !known.Add(name)) is { } twice)
        {
            throw new ArgumentException($"Two {what} are called '{twice}'. Give each a name of its own.");
        }
    }
}
