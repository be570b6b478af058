using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// Where grains are, in a table of this engine's own. What was looked up is kept until it proves wrong: a silo that
/// gets a call for a grain that it does not have registers, and so finds out who has it.
/// </summary>
internal sealed class PostgresDirectory(
    Queries queries, IOptions<ClusterOptions> cluster, TimeProvider time, ILoggerFactory logs, IServiceProvider services) : IGrainDirectory
{
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(1);
    private const int MaxKept = 100_000;

    /// <summary>Under a lock: PostgreSQL does not take two of these at once.</summary>
    private const string Create = """
        select pg_advisory_xact_lock(7041776);
        create table if not exists standin_directory (
          cluster text not null, grain bytea not null, activation uuid not null, silo text not null,
          primary key (cluster, grain))
        """;

    private const string Register = """
        insert into standin_directory as d (cluster, grain, activation, silo) values (@cluster, @grain, @activation, @silo)
        on conflict (cluster, grain) do update set activation = excluded.activation, silo = excluded.silo
        where d.activation = @previous or d.silo = any(@dead)
        returning activation, silo
        """;

    private const string Look = "select activation, silo from standin_directory where cluster = @cluster and grain = @grain";

    private const string Delete =
        "delete from standin_directory where cluster = @cluster and grain = @grain and activation = @activation";

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _kept = new();
    private readonly ILogger _log = logs.CreateLogger("Orleans.StandIn");
    private volatile bool _created;

    /// <summary>While the database is away, the other silos say whether they have the grain.</summary>
    public async ValueTask<GrainAddress?> LookupAsync(GrainId id)
    {
        if (_kept.TryGetValue(id, out var kept))
        {
            return kept;
        }

        try
        {
            var rows = await RunAsync(id, Look).WaitAsync(LookupLimit, time).ConfigureAwait(false);
            return Keep(rows.FirstOrDefault());
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            var found = await Silo.Peers.AskAllAsync<GrainAddress>(new FindGrain(id), static _ => true).ConfigureAwait(false) ??
                throw new OrleansException($"The directory cannot be reached, and no silo has {id}: {exception.Message}", exception);
            return Keep(found.Answer);
        }
    }

    public async ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous)
    {
        var membership = Silo.Membership;
        var dead = membership.View.Members
            .Where(member => member.Status == SiloStatus.Dead).Select(member => member.Address.ToParsableString()).ToArray();
        while (true)
        {
            var registered = await RunAsync(
                address.GrainId,
                Register,
                ("activation", address.ActivationId.Key),
                ("silo", address.SiloAddress!.ToParsableString()),
                ("previous", previous?.ActivationId.Key ?? Guid.Empty),
                ("dead", dead)).ConfigureAwait(false);
            if (registered.Count == 0)
            {
                registered = await RunAsync(address.GrainId, Look).ConfigureAwait(false);
            }

            if (registered.Count > 0 && await IsKnownAsync(membership, registered[0].SiloAddress!).ConfigureAwait(false))
            {
                return Keep(registered[0])!;
            }

            previous = registered.FirstOrDefault() ?? previous;
        }
    }

    public async ValueTask UnregisterAsync(GrainAddress address)
    {
        Forget(address.GrainId);
        try
        {
            await RunAsync(address.GrainId, Delete, ("activation", address.ActivationId.Key)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _log.UnregisterFailed(exception, address.GrainId);
        }
    }

    private Silo Silo => services.GetRequiredService<Silo>();

    public void Forget(GrainId id) => _kept.TryRemove(id, out _);

    /// <summary>A silo that is not even in the newest table died long ago.</summary>
    private static async Task<bool> IsKnownAsync(Membership membership, SiloAddress silo)
    {
        if (membership.View.Find(silo) is null)
        {
            await membership.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return membership.View.Find(silo) is not null;
    }

    private async Task<List<GrainAddress>> RunAsync(GrainId id, string text, params (string, object?)[] parameters)
    {
        try
        {
            if (!_created)
            {
                await queries.RunTextAsync(Create, static _ => true, CancellationToken.None).ConfigureAwait(false);
                _created = true;
            }

            return await queries.RunTextAsync(
                text,
                row => Read(id, row),
                CancellationToken.None,
                [("cluster", cluster.Value.ClusterId), ("grain", Key(id)), .. parameters]).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new OrleansException($"The directory cannot be reached: {exception.Message}", exception);
        }
    }

    /// <summary>Bytes, because a key may hold what PostgreSQL does not take as text.</summary>
    private static byte[] Key(GrainId id) => [.. id.Type.Value.AsSpan(), (byte)'/', .. id.Key.AsSpan()];

    private static GrainAddress Read(GrainId id, DbDataReader row) => new()
    {
        GrainId = id,
        ActivationId = new(row.GetGuid(0)),
        SiloAddress = SiloAddress.FromParsableString(row.GetString(1)),
    };

    private GrainAddress? Keep(GrainAddress? address)
    {
        if (_kept.Count > MaxKept)
        {
            _kept.Clear();
        }

        return address is null ? null : _kept[address.GrainId] = address;
    }
}
