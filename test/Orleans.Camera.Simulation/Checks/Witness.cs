using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Simulation.Cluster;

namespace Orleans.Camera.Simulation.Checks;

/// <summary>Hears everything that one silo announces.</summary>
internal sealed class Witness(Ledger ledger, SimSilo silo) : IAudience
{
    public Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken)
    {
        ledger.Announce(camera, silo.Owner, [.. events.Select(told => told.Sequence)]);
        return Task.CompletedTask;
    }

    public void Tell(CameraStatus status) => ledger.Status(silo.Owner, status);

    public void Tell(AlertRecord alert)
    {
        // Alerts count nothing.
    }
}
