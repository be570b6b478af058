using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Storage.Sqlite;

internal sealed class SqliteDefinitionStore(SqliteDatabase database, ISealing sealing) : IDefinitionStore
{
    private const string Select = "select name, version, source, definition, is_enabled from camera";

    /// <summary>A camera that comes back gets a version that no checkpoint was counted by.</summary>
    private const string Insert =
        """
        insert into camera (name, version, source, definition, is_enabled)
        select $1, 1 + coalesce((select configuration from camera_state where camera = $1), 0), $2, $3, $4
        where $5 = 0 and not exists (select 1 from camera where name = $1)
        returning version
        """;

    private const string Update =
        """
        update camera set version = version + 1, source = $2, definition = $3, is_enabled = $4
        where name = $1 and version = $5
        returning version
        """;

    public Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken) =>
        database.CallAsync<IReadOnlyList<StoredDefinition>>(connection => Read(connection.Command(Select + " order by name")), cancellationToken);

    public async Task<StoredDefinition?> ReadAsync(string camera, CancellationToken cancellationToken)
    {
        var found = await database.CallAsync(connection => Read(connection.Command(Select + " where name = $1", camera)), cancellationToken)
            .ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public Task<StoredDefinition?> PutAsync(StoredDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var source = sealing.Seal(definition.Camera, definition.Source);
        return database.CallAsync(
            connection =>
            {
                using var command = connection.Command(
                    definition.Version == 0 ? Insert : Update, definition.Camera, source, definition.Json, definition.IsEnabled, definition.Version);
                return command.ExecuteScalar() is long version ? definition with { Version = version } : null;
            },
            cancellationToken);
    }

    public Task RemoveAsync(string camera, CancellationToken cancellationToken) =>
        database.CallAsync(connection => connection.Run("delete from camera where name = $1", camera), cancellationToken);

    private List<StoredDefinition> Read(SqliteCommand command)
    {
        using var ending = command;
        using var reader = command.ExecuteReader();
        var found = new List<StoredDefinition>();
        while (reader.Read())
        {
            found.Add(DefinitionRow.Read(reader, sealing));
        }

        return found;
    }
}
