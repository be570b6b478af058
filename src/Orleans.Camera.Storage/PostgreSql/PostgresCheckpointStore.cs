using Npgsql;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.PostgreSql;

internal sealed class PostgresCheckpointStore(PostgresDatabase database) : ICheckpointStore
{
    private const string ReadState =
        """
        select epoch, write, owner, configuration, source, sequence, announced, start_ticks, s.frame, s.pts_ticks, s.checksum, delta,
            totals::text, has_ended, b.frame, b.pts_ticks, b.checksum, b.state
        from camera_state s left join camera_base b on b.camera = s.camera and b.state is not null
        where s.camera = $1
        """;

    private const string ReadBeats =
        """
        select camera, owner, epoch, write, greatest(0, extract(epoch from clock_timestamp() - updated_at) * 1000000)::bigint,
            has_ended and announced >= sequence
        from camera_state order by camera
        """;

    public Task<Checkpoint?> ReadAsync(string camera, CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand(ReadState, connection);
            CommitCommand.Add(command.Parameters, camera);
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            return await reader.ReadAsync().ConfigureAwait(false) ? CheckpointRow.Read(reader) : null;
        },
        cancellationToken);

    public Task<CommitOutcome> CommitAsync(CheckpointWrite write, CancellationToken cancellationToken)
    {
        WriteRules.Check(write);
        var command = CommitCommand.Of(write);
        return database.CallAsync(connection => CommitAsync(connection, command, write), cancellationToken);
    }

    public Task<IReadOnlyList<CameraEvent>> ReadEventsAsync(string camera, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        return database.CallAsync(connection => EventRow.ReadAsync(connection, camera, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<CheckpointBeat>> ReadBeatsAsync(CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand(ReadBeats, connection);
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var beats = new List<CheckpointBeat>();
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                beats.Add(new CheckpointBeat(
                    reader.GetString(0), reader.GetString(1), new CheckpointTag(reader.GetInt64(2), reader.GetInt64(3)),
                    Microseconds.ToDuration(reader.GetInt64(4)), reader.GetBoolean(5)));
            }

            return (IReadOnlyList<CheckpointBeat>)beats;
        },
        cancellationToken);

    private static async Task<CommitOutcome> CommitAsync(NpgsqlConnection connection, NpgsqlCommand command, CheckpointWrite write)
    {
        using var ending = command;
        command.Connection = connection;
        try
        {
            if (await command.ExecuteScalarAsync().ConfigureAwait(false) is 1L)
            {
                return CommitOutcome.Committed;
            }
        }
        catch (PostgresException exception) when (PostgresFault.IsDuplicate(exception, CommitSql.StateKey))
        {
            // The camera's first write was made already, by this owner or by another.
        }

        return WriteRules.Judge(write, await ReadTagAsync(connection, write.Camera).ConfigureAwait(false));
    }

    private static async Task<StoredTag?> ReadTagAsync(NpgsqlConnection connection, string camera)
    {
        using var command = new NpgsqlCommand(CommitSql.ReadTag, connection);
        CommitCommand.Add(command.Parameters, camera);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false)
            ? new StoredTag(new CheckpointTag(reader.GetInt64(0), reader.GetInt64(1)), reader.GetGuid(2), reader.GetInt64(3))
            : null;
    }
}
