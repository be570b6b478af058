using Npgsql;
using NpgsqlTypes;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.PostgreSql;

internal sealed class PostgresGrainStateStore(PostgresDatabase database) : IGrainStateStore
{
    /// <summary>The name that PostgreSQL gives to the primary key.</summary>
    private const string Key = "grain_state_pkey";

    private const string Select = "select tag, value from grain_state where name = $1 and grain = $2";
    private const string Insert = "insert into grain_state (name, grain, tag, value) values ($1, $2, $3, $4)";

    private const string Update =
        "update grain_state set tag = $3, value = $4, updated_at = clock_timestamp() where name = $1 and grain = $2 and tag = $5";

    private const string Delete = "delete from grain_state where name = $1 and grain = $2 and tag = $3";

    public Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken) =>
        database.CallAsync(connection => FindAsync(connection, key), cancellationToken);

    public Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var command = Command(expected is null ? Insert : Update, key, state.Tag);
        CommitCommand.Add(command.Parameters, NpgsqlDbType.Bytea, state.Value);
        if (expected is not null)
        {
            CommitCommand.Add(command.Parameters, expected);
        }

        return database.CallAsync(
            async connection => await RunAsync(connection, command).ConfigureAwait(false) ? state.Tag : await TagAsync(connection, key).ConfigureAwait(false),
            cancellationToken);
    }

    public Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            if (expected is not null)
            {
                await RunAsync(connection, Command(Delete, key, expected)).ConfigureAwait(false);
            }

            return await TagAsync(connection, key).ConfigureAwait(false);
        },
        cancellationToken);

    private static NpgsqlCommand Command(string sql, StateKey key, string? third = null)
    {
        var command = new NpgsqlCommand(sql);
        CommitCommand.Add(command.Parameters, key.Name);
        CommitCommand.Add(command.Parameters, key.Grain);
        if (third is not null)
        {
            CommitCommand.Add(command.Parameters, third);
        }

        return command;
    }

    /// <returns>Whether a row was written.</returns>
    private static async Task<bool> RunAsync(NpgsqlConnection connection, NpgsqlCommand command)
    {
        using var ending = command;
        command.Connection = connection;
        try
        {
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false) > 0;
        }
        catch (PostgresException exception) when (PostgresFault.IsDuplicate(exception, Key))
        {
            return false;
        }
    }

    private static async Task<string?> TagAsync(NpgsqlConnection connection, StateKey key) =>
        (await FindAsync(connection, key).ConfigureAwait(false))?.Tag;

    private static async Task<StoredState?> FindAsync(NpgsqlConnection connection, StateKey key)
    {
        using var command = Command(Select, key);
        command.Connection = connection;
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? new StoredState(reader.GetString(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
