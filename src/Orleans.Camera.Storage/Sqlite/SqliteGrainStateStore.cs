using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Sqlite;

internal sealed class SqliteGrainStateStore(SqliteDatabase database, TimeProvider time) : IGrainStateStore
{
    private const string Select = "select tag, value from grain_state where name = $1 and grain = $2";

    private const string Insert =
        """
        insert into grain_state (name, grain, tag, value, updated_at)
        select $1, $2, $3, $4, $5 where not exists (select 1 from grain_state where name = $1 and grain = $2)
        """;

    private const string Update =
        "update grain_state set tag = $3, value = $4, updated_at = $5 where name = $1 and grain = $2 and tag = $6";

    private const string Delete = "delete from grain_state where name = $1 and grain = $2 and tag = $3";

    public Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken) =>
        database.CallAsync(connection => Find(connection, key), cancellationToken);

    public Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var value = state.Value.ToArray();
        return database.CallAsync(
            connection =>
            {
                var now = Microseconds.Of(time.GetUtcNow());
                var written = expected is null
                    ? connection.Run(Insert, key.Name, key.Grain, state.Tag, value, now)
                    : connection.Run(Update, key.Name, key.Grain, state.Tag, value, now, expected);
                return written > 0 ? state.Tag : Find(connection, key)?.Tag;
            },
            cancellationToken);
    }

    public Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            connection.Run(Delete, key.Name, key.Grain, expected);
            return Find(connection, key)?.Tag;
        },
        cancellationToken);

    private static StoredState? Find(SqliteConnection connection, StateKey key)
    {
        using var command = connection.Command(Select, key.Name, key.Grain);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StoredState(reader.GetString(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
