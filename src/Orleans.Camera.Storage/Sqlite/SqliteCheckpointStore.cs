using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Sqlite;

internal sealed class SqliteCheckpointStore(SqliteDatabase database, TimeProvider time) : ICheckpointStore
{
    private const string ReadTag = "select epoch, write, write_id, sequence from camera_state where camera = $1";

    private const string ReadState =
        """
        select epoch, write, owner, configuration, source, sequence, announced, start_ticks, s.frame, s.pts_ticks, s.checksum, delta,
            totals, has_ended, b.frame, b.pts_ticks, b.checksum, b.state
        from camera_state s left join camera_base b on b.camera = s.camera
        where s.camera = $1
        """;

    private const string PutState =
        """
        insert or replace into camera_state (
            camera, epoch, write, write_id, owner, configuration, source, sequence, announced, start_ticks, frame, pts_ticks, checksum, delta,
            totals, has_ended, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    private const string PutBase =
        "insert or replace into camera_base (camera, frame, pts_ticks, checksum, state) values ($1, $2, $3, $4, $5)";

    public Task<Checkpoint?> ReadAsync(string camera, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            using var command = connection.Command(ReadState, camera);
            using var reader = command.ExecuteReader();
            return reader.Read() ? CheckpointRow.Read(reader) : null;
        },
        cancellationToken);

    public Task<CommitOutcome> CommitAsync(CheckpointWrite write, CancellationToken cancellationToken)
    {
        WriteRules.Check(write);
        var totals = TotalsJson.Write(write.Next.Totals);
        return database.CallAsync(connection => Commit(connection, write, totals), cancellationToken);
    }

    public Task<IReadOnlyList<CameraEvent>> ReadEventsAsync(string camera, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        return database.CallAsync(connection => SqliteEvents.Read(connection, camera, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<CheckpointBeat>> ReadBeatsAsync(CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            var now = Microseconds.Of(time.GetUtcNow());
            using var command = connection.Command("select camera, owner, epoch, write, updated_at, has_ended and announced >= sequence from camera_state order by camera");
            using var reader = command.ExecuteReader();
            var beats = new List<CheckpointBeat>();
            while (reader.Read())
            {
                beats.Add(new CheckpointBeat(
                    reader.GetString(0), reader.GetString(1), new CheckpointTag(reader.GetInt64(2), reader.GetInt64(3)),
                    Microseconds.ToDuration(Math.Max(0, now - reader.GetInt64(4))), reader.GetBoolean(5)));
            }

            return (IReadOnlyList<CheckpointBeat>)beats;
        },
        cancellationToken);

    private CommitOutcome Commit(SqliteConnection connection, CheckpointWrite write, string totals)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var stored = Read(connection, write.Camera);
        var next = write.Next;
        if ((stored?.Tag ?? CheckpointTag.None) != write.Expected || (stored?.Sequence ?? 0) + write.Events.Count != next.Sequence)
        {
            return WriteRules.Judge(write, stored);
        }

        connection.Run(
            PutState, write.Camera, next.Tag.Epoch, next.Tag.Write, write.Id.ToByteArray(), next.Owner, next.Configuration, next.Source,
            next.Sequence, next.Announced, next.Start?.UtcTicks, next.Frame, next.Pts.Ticks, (long)next.Checksum, next.Delta.ToArray(), totals,
            next.HasEnded, Microseconds.Of(time.GetUtcNow()));
        if (write.HasNewBase)
        {
            var value = next.Base;
            connection.Run(
                PutBase, write.Camera, value?.Frame ?? 0, value?.Pts.Ticks ?? 0, (long)(value?.Checksum ?? 0), value?.State.ToArray());
        }

        SqliteEvents.Insert(connection, write.Camera, write.Events);
        transaction.Commit();
        return CommitOutcome.Committed;
    }

    private static StoredTag? Read(SqliteConnection connection, string camera)
    {
        using var command = connection.Command(ReadTag, camera);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new StoredTag(
                new CheckpointTag(reader.GetInt64(0), reader.GetInt64(1)), new Guid(reader.GetFieldValue<byte[]>(2)), reader.GetInt64(3))
            : null;
    }
}
