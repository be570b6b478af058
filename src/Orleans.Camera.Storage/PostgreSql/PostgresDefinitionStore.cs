using Npgsql;
using NpgsqlTypes;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Storage.PostgreSql;

internal sealed class PostgresDefinitionStore(PostgresDatabase database, ISealing sealing) : IDefinitionStore
{
    /// <summary>The name that PostgreSQL gives to the primary key.</summary>
    private const string Key = "camera_pkey";

    private const string Select = "select name, version, source, definition, is_enabled from camera";

    /// <summary>A camera that comes back gets a version that no checkpoint was counted by.</summary>
    private const string Insert =
        """
        insert into camera (name, version, source, definition, is_enabled)
        values ($1, 1 + coalesce((select configuration from camera_state where camera = $1), 0), $2, $3, $4)
        returning version
        """;

    private const string Update =
        """
        update camera set version = version + 1, source = $2, definition = $3, is_enabled = $4, changed_at = clock_timestamp()
        where name = $1 and version = $5
        returning version
        """;

    public Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken) =>
        database.CallAsync(connection => ReadAsync(connection, null), cancellationToken);

    public async Task<StoredDefinition?> ReadAsync(string camera, CancellationToken cancellationToken)
    {
        var found = await database.CallAsync(connection => ReadAsync(connection, camera), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public Task<StoredDefinition?> PutAsync(StoredDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var command = new NpgsqlCommand(definition.Version == 0 ? Insert : Update);
        CommitCommand.Add(command.Parameters, definition.Camera);
        CommitCommand.Add(command.Parameters, sealing.Seal(definition.Camera, definition.Source));
        CommitCommand.Add(command.Parameters, NpgsqlDbType.Json, definition.Json);
        CommitCommand.Add(command.Parameters, definition.IsEnabled);
        if (definition.Version != 0)
        {
            CommitCommand.Add(command.Parameters, definition.Version);
        }

        return database.CallAsync(
            async connection =>
            {
                using var ending = command;
                command.Connection = connection;
                try
                {
                    return await command.ExecuteScalarAsync().ConfigureAwait(false) is long version ? definition with { Version = version } : null;
                }
                catch (PostgresException exception) when (PostgresFault.IsDuplicate(exception, Key))
                {
                    return null;
                }
            },
            cancellationToken);
    }

    public Task RemoveAsync(string camera, CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand("delete from camera where name = $1", connection);
            CommitCommand.Add(command.Parameters, camera);
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<IReadOnlyList<StoredDefinition>> ReadAsync(NpgsqlConnection connection, string? camera)
    {
        using var command = new NpgsqlCommand(camera is null ? Select + " order by name" : Select + " where name = $1", connection);
        if (camera is not null)
        {
            CommitCommand.Add(command.Parameters, camera);
        }

        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var found = new List<StoredDefinition>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            found.Add(DefinitionRow.Read(reader, sealing));
        }

        return found;
    }
}
