using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Store;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>Membership and directory as one silo reaches them: they lie where the checkpoints lie, and are away with them.</summary>
internal sealed class SimTables(World world, Node silo, MemoryCluster tables, StoreWeather weather) : IMembershipTable, IGrainDirectory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task InitializeAsync(CancellationToken cancellation) => TripAsync(cancellation);

    public async Task<MembershipView> ReadAsync(CancellationToken cancellation)
    {
        await TripAsync(cancellation);
        return await tables.ReadAsync(cancellation);
    }

    public async Task<bool> WriteAsync(SiloEntry member, bool isNew, int version, CancellationToken cancellation)
    {
        await TripAsync(cancellation);
        return await tables.WriteAsync(member, isNew, version, cancellation);
    }

    public async Task TouchAsync(SiloAddress touched, DateTimeOffset alive, CancellationToken cancellation)
    {
        await TripAsync(cancellation);
        await tables.TouchAsync(touched, alive, cancellation);
    }

    public Task RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellation) => TripAsync(cancellation);

    public async ValueTask<GrainAddress?> LookupAsync(GrainId id)
    {
        await TripAsync(CancellationToken.None);
        return await tables.LookupAsync(id);
    }

    public async ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous)
    {
        await TripAsync(CancellationToken.None);
        return await tables.RegisterAsync(address, previous);
    }

    public async ValueTask UnregisterAsync(GrainAddress address)
    {
        try
        {
            await TripAsync(CancellationToken.None);
            await tables.UnregisterAsync(address);
        }
        catch (IOException)
        {
            // A stale entry does no harm.
        }
    }

    public void Forget(GrainId id)
    {
    }

    private async Task TripAsync(CancellationToken cancellation)
    {
        await world.PauseAsync(world.Between(0.0005, 0.005), silo).WaitAsync(cancellation);
        if (weather.IsSilent || weather.CutOff.Contains(silo.Name))
        {
            await world.PauseAsync(Patience, silo).WaitAsync(cancellation);
            throw new IOException("the tables do not answer");
        }

        if (weather.IsRefusing)
        {
            throw new IOException("the tables are away");
        }
    }
}
