using System.Globalization;
using System.Text;
using Npgsql;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>One checkpoint as it was committed.</summary>
/// <param name="At">By the server's clock, UTC; never later than anybody can have seen it.</param>
internal sealed record Commit(
    string Camera, DateTime At, long Epoch, long Write, string Owner, long Sequence, long Frame, TimeSpan Pts, long BaseFrame);

/// <summary>
/// Every checkpoint that was committed, which the database itself notes: looking now and then would miss a write that
/// another one covers at once.
/// </summary>
internal sealed class CommitHistory(string connectionString)
{
    private static readonly CompositeFormat Note = CompositeFormat.Parse(
        """
        create table bench_commit (
            id bigserial primary key, camera text not null, at timestamptz not null, epoch bigint not null, write bigint not null, owner text not null,
            sequence bigint not null, frame bigint not null, pts_ticks bigint not null, base_frame bigint not null);
        create function bench_note() returns trigger language plpgsql as $$ begin
            insert into bench_commit (camera, at, epoch, write, owner, sequence, frame, pts_ticks, base_frame) values (
                new.camera, clock_timestamp(), new.epoch, new.write, new.owner, new.sequence, new.frame, new.pts_ticks,
                coalesce((select frame from camera_base where camera = new.camera), 0));
            return null;
        end $$;
        create trigger bench_note after insert or update on camera_state
            for each row when (new.camera like '{0}%') execute function bench_note();
        """);

    /// <summary>Notes from now on.</summary>
    /// <param name="prefix">Of the cameras.</param>
    public async Task BeginAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(string.Format(CultureInfo.InvariantCulture, Note, prefix), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What was committed, camera by camera in order.</summary>
    public async Task<CommitBook> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "select camera, at, epoch, write, owner, sequence, frame, pts_ticks, base_frame from bench_commit order by camera, id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var commits = new List<Commit>();
        while (await reader.ReadAsync(cancellationToken))
        {
            commits.Add(new Commit(
                reader.GetString(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4), reader.GetInt64(5),
                reader.GetInt64(6), TimeSpan.FromTicks(reader.GetInt64(7)), reader.GetInt64(8)));
        }

        return new CommitBook(commits);
    }
}
