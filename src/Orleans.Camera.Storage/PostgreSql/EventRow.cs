using Npgsql;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>Events of all kinds in the order of their numbers: one statement, so that it sees whole writes.</summary>
internal static class EventRow
{
    private const string Select =
        """
        (select sequence, epoch, 'crossing' as kind, line as name, direction as what, label, track, frame as number, time as begins,
            null::timestamptz as ends, null::interval as dwell
        from crossing where camera = $1 and sequence > $2 order by sequence limit $3)
        union all
        (select sequence, epoch, 'zone', zone, kind, label, track, frame, time, null, dwell
        from zone_event where camera = $1 and sequence > $2 order by sequence limit $3)
        union all
        (select sequence, epoch, 'gap', reason, null, null, null, pictures, begins, ends, null
        from gap where camera = $1 and sequence > $2 order by sequence limit $3)
        order by sequence limit $3
        """;

    public static async Task<IReadOnlyList<CameraEvent>> ReadAsync(NpgsqlConnection connection, string camera, long after, int limit)
    {
        using var command = new NpgsqlCommand(Select, connection);
        CommitCommand.Add(command.Parameters, camera);
        CommitCommand.Add(command.Parameters, after);
        CommitCommand.Add(command.Parameters, (long)limit);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var events = new List<CameraEvent>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    private static CameraEvent Read(NpgsqlDataReader row)
    {
        var (sequence, epoch, name, number) = (row.GetInt64(0), row.GetInt64(1), row.GetString(3), row.GetInt64(7));
        var time = Time(row, 8);
        return row.GetString(2) switch
        {
            "crossing" => new CrossingEvent(
                sequence, epoch, name, EventText.ToDirection(row.GetString(4)), row.GetString(5), row.GetInt64(6), number, time),
            "zone" => new ZoneOccurrence(
                sequence, epoch, name, EventText.ToKind(row.GetString(4)), row.GetString(5), row.GetInt64(6), row.GetTimeSpan(10), number, time),
            _ => new GapEvent(sequence, epoch, time, Time(row, 9), number, name),
        };
    }

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => new(row.GetDateTime(column));
}
