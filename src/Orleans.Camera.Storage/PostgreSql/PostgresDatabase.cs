using System.Data.Common;
using Npgsql;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>
/// Calls of PostgreSQL that always end in time. The server gives up by itself what takes too long; a server that is frozen
/// or cut off is not waited for, whatever the driver still does about it.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int MostConnections = 32;

    /// <summary>The lock under which the schema is changed; any number that nobody else uses.</summary>
    private const string TakeLock = "select pg_advisory_lock(7305128116923408)";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly string _pooled;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private PostgresPool _pool;

    public PostgresDatabase(StoreOptions options, TimeProvider time)
    {
        (_limit, _time) = (options.CallLimit, time);
        _settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        _pooled = Pooled(new NpgsqlConnectionStringBuilder(options.ConnectionString), _limit);
        _pool = new PostgresPool(_pooled);
    }

    /// <summary>As it may be shown.</summary>
    public string Name => $"PostgreSQL at {_settings.Host}:{_settings.Port}/{_settings.Database}";

    /// <exception cref="StoreUnavailableException">It did not answer in time: nobody knows whether it did what was asked.</exception>
    /// <exception cref="StoreConflictException">A rule of the schema is broken.</exception>
    public async Task<T> CallAsync<T>(Func<NpgsqlConnection, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pool = Volatile.Read(ref _pool);
        var running = RunAsync(pool, call);
        try
        {
            return await running.WaitAsync(_limit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresFault.IsUnavailable(exception))
        {
            if (exception is not PostgresException { IsTransient: false } && Interlocked.CompareExchange(ref _pool, new PostgresPool(_pooled), pool) == pool)
            {
                pool.Abandon();
            }

            throw new StoreUnavailableException(
                $"{Name} does not answer: {(exception is TimeoutException ? $"no answer within {_limit.TotalSeconds:0.#} s" : exception.Message)}", exception);
        }
        catch (PostgresException exception) when (PostgresFault.IsConflict(exception))
        {
            throw new StoreConflictException($"{Name} refuses: {exception.MessageText} ({exception.ConstraintName}). Nothing was stored.", exception);
        }
        finally
        {
            PostgresFault.Observe(running);
        }
    }

    /// <summary>A connection of its own without the limits, for changes of the schema, with the lock taken.</summary>
    public async Task<DbConnection> OpenLockedAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Pooling = false, CommandTimeout = 120 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using var command = new NpgsqlCommand(TakeLock, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (PostgresFault.IsUnavailable(exception))
            {
                throw new StoreUnavailableException($"{Name} does not answer: {exception.Message}", exception);
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <summary>
    /// The driver's own time-out of a command is off: it sends a cancellation and blocks a thread until the server answers
    /// that, which a frozen one does not. Who waits gives up by the limit, and the server by its own.
    /// </summary>
    private static string Pooled(NpgsqlConnectionStringBuilder settings, TimeSpan limit)
    {
        var server = (long)(limit.TotalMilliseconds * 0.8);
        settings.Timeout = (int)Math.Ceiling(limit.TotalSeconds);
        settings.CommandTimeout = 0;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = 5;
        settings.TcpKeepAliveInterval = 2;
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MostConnections);
        settings.MaxAutoPrepare = 16;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "orleans-camera";
        settings.Options = string.Join(
            ' ', settings.Options, "-c synchronous_commit=on", $"-c statement_timeout={server}", $"-c lock_timeout={server}",
            $"-c idle_in_transaction_session_timeout={server}", "-c tcp_keepalives_idle=5", "-c tcp_keepalives_interval=2",
            "-c tcp_keepalives_count=3", "-c tcp_user_timeout=10000").Trim();
        return settings.ConnectionString;
    }

    private static async Task<T> RunAsync<T>(PostgresPool pool, Func<NpgsqlConnection, Task<T>> call)
    {
        var connection = await pool.OpenAsync().ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        return await call(connection).ConfigureAwait(false);
    }
}
