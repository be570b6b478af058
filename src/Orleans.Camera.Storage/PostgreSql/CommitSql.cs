namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>
/// One statement for one write: the state where the tag is the expected one, and everything else only where the state was
/// changed. Its parameters are those of <see cref="CommitCommand"/>.
/// </summary>
internal static class CommitSql
{
    /// <summary>The name that PostgreSQL gives to the primary key of the state.</summary>
    public const string StateKey = "camera_state_pkey";

    private const string Rest =
        """
        ), base as (
            insert into camera_base (camera, frame, pts_ticks, checksum, state)
            select camera, $20, $21, $22, $23 from changed where $19
            on conflict (camera) do update set
                frame = excluded.frame, pts_ticks = excluded.pts_ticks, checksum = excluded.checksum, state = excluded.state
        ), crossings as (
            insert into crossing (camera, sequence, epoch, line, direction, label, track, frame, time)
            select changed.camera, event.* from changed,
                unnest($25::bigint[], $26::bigint[], $27::text[], $28::text[], $29::text[], $30::bigint[], $31::bigint[], $32::timestamptz[]) as event
        ), zone_events as (
            insert into zone_event (camera, sequence, epoch, zone, kind, label, track, dwell, frame, time)
            select changed.camera, event.* from changed,
                unnest($33::bigint[], $34::bigint[], $35::text[], $36::text[], $37::text[], $38::bigint[], $39::interval[], $40::bigint[],
                    $41::timestamptz[]) as event
        ), gaps as (
            insert into gap (camera, sequence, epoch, begins, ends, pictures, reason)
            select changed.camera, event.* from changed,
                unnest($42::bigint[], $43::bigint[], $44::timestamptz[], $45::timestamptz[], $46::bigint[], $47::text[]) as event
        )
        select count(*) from changed
        """;

    /// <summary>The first write of a camera: that a row is there already shows in its key.</summary>
    public const string Insert =
        """
        with changed as (
            insert into camera_state (
                camera, epoch, write, write_id, owner, configuration, source, sequence, announced, start_ticks, frame, pts_ticks, checksum,
                delta, totals, has_ended, updated_at)
            select $1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, clock_timestamp()
            where $2 = 0 and $3 = 0 and $10 = $24
            returning camera

        """ + Rest;

    public const string Update =
        """
        with changed as (
            update camera_state set
                epoch = $4, write = $5, write_id = $6, owner = $7, configuration = $8, source = $9, sequence = $10, announced = $11,
                start_ticks = $12, frame = $13, pts_ticks = $14, checksum = $15, delta = $16, totals = $17, has_ended = $18,
                updated_at = clock_timestamp()
            where camera = $1 and epoch = $2 and write = $3 and sequence = $10 - $24
            returning camera

        """ + Rest;

    public const string ReadTag = "select epoch, write, write_id, sequence from camera_state where camera = $1";
}
