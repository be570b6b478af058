using Npgsql;

namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>
/// Connections that were good together and are given up together: when one is dead the others likely are, and each would
/// cost its caller the whole limit. Before many use a new pool, one connection shows that the server answers, so that a
/// frozen server is not given one hanging connection after the other.
/// </summary>
internal sealed class PostgresPool
{
    private readonly NpgsqlDataSource _source;
    private readonly Lazy<Task> _reached;

    public PostgresPool(string settings)
    {
        _source = NpgsqlDataSource.Create(settings);
        _reached = new Lazy<Task>(ReachAsync);
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        await _reached.Value.ConfigureAwait(false);
        return await _source.OpenConnectionAsync().ConfigureAwait(false);
    }

    /// <summary>Closes what is idle, and the others when they come back.</summary>
    public void Abandon() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task ReachAsync()
    {
        var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
