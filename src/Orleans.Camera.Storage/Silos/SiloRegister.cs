using System.Net;
using Npgsql;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Silos;

/// <param name="Name">The silo's name.</param>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Key">Tells the key by which it signs its calls from others, without telling it.</param>
/// <param name="Place">Where the other silos reach it.</param>
public sealed record SiloRecord(string Name, string Cluster, string Version, string Key, IPEndPoint Place);

/// <summary>
/// Which silos use a PostgreSQL store: one of another cluster, version, key or time, or of a name that another one has, is
/// told so before it disturbs anything. Silos that have said nothing for 30 s hold nobody off.
/// </summary>
/// <remarks>
/// A silo that was killed has left its name behind, and is let in again at once: at its own place, as nobody else can listen
/// there; at another one where nobody listens at the old one any more, or where the other silos say that it is dead.
/// </remarks>
public sealed partial class SiloRegister(string connectionString, TimeProvider time)
{
    /// <summary>How far a silo's clock may be from the database's.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private const int ConnectSeconds = 5;
    private readonly string _connection = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Timeout = ConnectSeconds,
        CommandTimeout = ConnectSeconds,
        Pooling = false,
    }.ConnectionString;

    /// <summary>Enters a silo, if nothing speaks against it.</summary>
    /// <returns>What speaks against it; null where it has joined.</returns>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<string?> JoinAsync(SiloRecord silo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return WithAsync(connection => JoinAsync(connection, silo, cancellationToken), cancellationToken);
    }

    /// <summary>Says that a silo is still there.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task BeatAsync(SiloRecord silo, CancellationToken cancellationToken) =>
        OfAsync(silo, "update silo set seen = clock_timestamp() where name = $1 and address = $2 and port = $3", cancellationToken);

    /// <summary>Takes a silo off that ends in good order.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task LeaveAsync(SiloRecord silo, CancellationToken cancellationToken) =>
        OfAsync(silo, "delete from silo where name = $1 and address = $2 and port = $3", cancellationToken);

    /// <summary>Changes the row of this very silo: another one of its name may have taken its place.</summary>
    private Task<int> OfAsync(SiloRecord silo, string sql, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return WithAsync(connection => RunAsync(connection, sql, [silo.Name, $"{silo.Place.Address}"], cancellationToken, silo.Place.Port), cancellationToken);
    }

    private async Task<string?> JoinAsync(NpgsqlConnection connection, SiloRecord silo, CancellationToken cancellationToken)
    {
        if (await ClockFaultAsync(connection, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            return fault;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Two that join at once are looked at one after the other.
            await RunAsync(connection, "lock table silo in share row exclusive mode", [], cancellationToken).ConfigureAwait(false);
            if (await StrangerAsync(connection, silo, cancellationToken).ConfigureAwait(false) is { } stranger)
            {
                return stranger;
            }

            if (await NamesakeAsync(connection, silo, cancellationToken).ConfigureAwait(false) is { } namesake)
            {
                return namesake;
            }

            await RunAsync(
                connection,
                """
                insert into silo (name, cluster, version, key, address, port) values ($1, $2, $3, $4, $5, $6)
                on conflict (name) do update set
                  cluster = excluded.cluster, version = excluded.version, key = excluded.key, address = excluded.address, port = excluded.port,
                  seen = clock_timestamp(), joined = clock_timestamp()
                """,
                [silo.Name, silo.Cluster, silo.Version, silo.Key, $"{silo.Place.Address}"],
                cancellationToken,
                silo.Place.Port).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<string?> ClockFaultAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("select clock_timestamp()", connection);
        await using (command.ConfigureAwait(false))
        {
            var before = time.GetUtcNow();
            var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
            var here = before + ((time.GetUtcNow() - before) / 2);
            var off = here - there;
            return off.Duration() <= ClockTolerance
                ? null
                : $"the clock of this machine is {off.Duration().TotalSeconds:0.0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} the database's, "
                    + $"and {ClockTolerance.TotalSeconds:0} s are allowed: set it right";
        }
    }

    private static async Task<string?> StrangerAsync(NpgsqlConnection connection, SiloRecord silo, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            """
            select name, cluster, version from silo
            where (cluster <> $2 or (name <> $1 and (version <> $3 or key <> $4))) and seen > clock_timestamp() - interval '30 seconds'
            order by name limit 1
            """,
            connection);
        await using (command.ConfigureAwait(false))
        {
            Add(command, silo.Name, silo.Cluster, silo.Version, silo.Key);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                var (name, cluster, version) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
                return cluster != silo.Cluster
                    ? $"this store belongs to the cluster '{cluster}', whose silo {name} is running: this silo is of '{silo.Cluster}' (Camera:Cluster:Id)"
                    : version != silo.Version
                    ? $"the silo {name} runs version {version} of this program, and this is {silo.Version}: silos of one cluster have the same, stop the others first"
                    : $"the silo {name} has another key for tokens than this one: copy its file here (Camera:Security:TokenKey)";
            }
        }
    }

    private static void Add(NpgsqlCommand command, params string[] values) =>
        Array.ForEach(values, value => command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value }));

    /// <param name="port">The last parameter, where there is one.</param>
    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, string[] values, CancellationToken cancellationToken, int? port = null)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            Add(command, values);
            if (port is { } number)
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            }

            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> WithAsync<T>(Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            var connection = new NpgsqlConnection(_connection);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await act(connection).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            throw new StoreUnavailableException($"the database does not answer: {fault.Message}", fault);
        }
    }
}
