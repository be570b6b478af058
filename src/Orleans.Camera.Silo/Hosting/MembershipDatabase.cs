using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>
/// The database of the membership. Whoever asks it while it is away waits until it is back: told of the failure, the engine
/// would come again after seconds that grow with every failure, and a silo that died meanwhile would be missed no sooner.
/// </summary>
/// <remarks>
/// Connections are not kept: one that had died with the server would be such a failure, and there are few questions. Waits
/// only between the start and the stop of this silo; before and after, a database that is away is told as it is.
/// </remarks>
internal sealed class MembershipDatabase : DbDataSource, IHostedLifecycleService
{
    private const int LongestTry = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isPatient;

    public MembershipDatabase(string connectionString, TimeProvider time)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        settings.Timeout = Math.Min(settings.Timeout, LongestTry);
        (ConnectionString, _time) = (settings.ConnectionString, time);
    }

    public override string ConnectionString { get; }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _isPatient = true;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isPatient = false;
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override DbConnection CreateDbConnection() => new NpgsqlConnection(ConnectionString);

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(ConnectionString);
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return connection;
            }
            catch (Exception exception)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                if (!_isPatient || !IsAway(exception))
                {
                    throw;
                }
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
            await Task.Delay(BetweenTries, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Not whoever is refused for what was asked: a wrong password does not become right.</summary>
    private static bool IsAway(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };
}
