using Npgsql;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>A checkpoint as the store has it.</summary>
/// <param name="Signature">The silo and its generation, as it signs.</param>
internal sealed record StoredState(string Camera, long Epoch, long Write, string Signature, long Frame, bool HasEnded)
{
    /// <summary>The silo.</summary>
    public string Owner => Signature.Split('@')[0];
}

/// <summary>What was counted: everything that must be the same in an undisturbed run.</summary>
internal sealed record CountedCrossing(string Camera, string Line, string Direction, string Label, long Frame, DateTime Time);

/// <summary>What a live camera did not see.</summary>
internal sealed record StoredGap(string Camera, DateTime From, DateTime To, long Pictures, string Reason);

/// <summary>Reads the cluster's database, beside the cluster.</summary>
internal sealed class CountsDatabase(string connectionString)
{
    private readonly string _connection = new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 2, CommandTimeout = 2 }.ConnectionString;

    /// <summary>Every camera's checkpoint; null while the database does not answer.</summary>
    public async Task<IReadOnlyDictionary<string, StoredState>?> StatesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var states = await ReadAsync(
                "select camera, epoch, write, owner, frame, has_ended from camera_state",
                row => new StoredState(
                    row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.GetBoolean(5)),
                cancellationToken);
            return states.ToDictionary(state => state.Camera, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            return null;
        }
    }

    /// <summary>All crossings, camera by camera in the order of their numbers.</summary>
    public Task<List<CountedCrossing>> CrossingsAsync(CancellationToken cancellationToken) => ReadAsync(
        "select camera, line, direction, label, frame, time from crossing order by camera, sequence",
        row => new CountedCrossing(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetDateTime(5)),
        cancellationToken);

    /// <summary>All gaps, camera by camera in the order of their numbers.</summary>
    public Task<List<StoredGap>> GapsAsync(CancellationToken cancellationToken) => ReadAsync(
        "select camera, begins, ends, pictures, reason from gap order by camera, sequence",
        row => new StoredGap(row.GetString(0), row.GetDateTime(1), row.GetDateTime(2), row.GetInt64(3), row.GetString(4)),
        cancellationToken);

    /// <summary>How many events there are, and how many their numbers say there must be: they have no holes.</summary>
    public async Task<IReadOnlyList<string>> HolesAsync(CancellationToken cancellationToken) => await ReadAsync(
        """
        select s.camera || ' has ' || count(e.sequence) || ' events up to number ' || s.sequence
        from camera_state s left join (
          select camera, sequence from crossing union all select camera, sequence from zone_event union all select camera, sequence from gap
        ) e on e.camera = s.camera
        group by s.camera, s.sequence having count(e.sequence) <> s.sequence
        """,
        row => row.GetString(0),
        cancellationToken);

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
