using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>Which silos read cameras and which run workers: not the same in every schedule.</summary>
internal sealed class SimRoles(World world) : ISiloFacts
{
    public const int FirstPort = 11_000;
    private const string Ingest = SiloFact.IngestRole;
    private const string Inference = WorkerHub.InferenceRole;

    private static readonly string[][][] Castings =
    [
        [[Ingest, Inference], [Ingest, Inference], [Ingest, Inference]],
        [[Ingest, Inference], [Ingest], [Inference]],
        [[Ingest], [Ingest, Inference], [Inference]],
        [[Ingest], [Inference], [Ingest, Inference]],
        [[Ingest], [Inference], [Inference]],
    ];

    private readonly string[][] _roles = Castings[world.Random.Next(Castings.Length)];

    public SiloFact FactOf(SiloAddress silo)
    {
        var index = silo.Endpoint.Port - FirstPort;
        return new SiloFact($"silo-{index + 1}") { Roles = _roles[index] };
    }

    /// <summary>In words, for the trace.</summary>
    public override string ToString() => string.Join("; ", _roles.Select((roles, index) => $"silo-{index + 1}: {string.Join(", ", roles)}"));
}
