using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Sqlite;

/// <summary>Events of all kinds, in their three tables.</summary>
internal static class SqliteEvents
{
    private const string InsertCrossing = "insert into crossing values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private const string InsertZoneEvent = "insert into zone_event values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    private const string InsertGap = "insert into gap values ($1, $2, $3, $4, $5, $6, $7)";

    private const string Select =
        """
        select sequence, epoch, 'crossing' as kind, line as name, direction as what, label, track, frame as number, time as begins,
            null as ends, null as dwell
        from crossing where camera = $1 and sequence > $2
        union all
        select sequence, epoch, 'zone', zone, kind, label, track, frame, time, null, dwell from zone_event where camera = $1 and sequence > $2
        union all
        select sequence, epoch, 'gap', reason, null, null, null, pictures, begins, ends, null from gap where camera = $1 and sequence > $2
        order by sequence limit $3
        """;

    public static void Insert(SqliteConnection connection, string camera, IReadOnlyList<CameraEvent> events)
    {
        foreach (var next in events)
        {
            _ = next switch
            {
                CrossingEvent e => connection.Run(
                    InsertCrossing, camera, e.Sequence, e.Epoch, e.Line, EventText.Of(e.Direction), e.Label, e.Track, e.Frame, Microseconds.Of(e.Time)),
                ZoneOccurrence e => connection.Run(
                    InsertZoneEvent, camera, e.Sequence, e.Epoch, e.Zone, EventText.Of(e.Kind), e.Label, e.Track, Microseconds.Of(e.Dwell), e.Frame,
                    Microseconds.Of(e.Time)),
                GapEvent e => connection.Run(
                    InsertGap, camera, e.Sequence, e.Epoch, Microseconds.Of(e.From), Microseconds.Of(e.To), e.Pictures, e.Reason),
                _ => throw new ArgumentException($"There is no table for {next.GetType().Name}.", nameof(events)),
            };
        }
    }

    public static IReadOnlyList<CameraEvent> Read(SqliteConnection connection, string camera, long after, int limit)
    {
        using var command = connection.Command(Select, camera, after, limit);
        using var reader = command.ExecuteReader();
        var events = new List<CameraEvent>();
        while (reader.Read())
        {
            events.Add(Read(reader));
        }

        return events;
    }

    private static CameraEvent Read(SqliteDataReader row)
    {
        var (sequence, epoch, name, number) = (row.GetInt64(0), row.GetInt64(1), row.GetString(3), row.GetInt64(7));
        var time = Microseconds.ToTime(row.GetInt64(8));
        return row.GetString(2) switch
        {
            "crossing" => new CrossingEvent(
                sequence, epoch, name, EventText.ToDirection(row.GetString(4)), row.GetString(5), row.GetInt64(6), number, time),
            "zone" => new ZoneOccurrence(
                sequence, epoch, name, EventText.ToKind(row.GetString(4)), row.GetString(5), row.GetInt64(6),
                Microseconds.ToDuration(row.GetInt64(10)), number, time),
            _ => new GapEvent(sequence, epoch, time, Microseconds.ToTime(row.GetInt64(9)), number, name),
        };
    }
}
