using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The table of reminders in PostgreSQL, by the statements that Orleans' own provider reads from OrleansQuery.</summary>
internal sealed class AdoNetReminderStore(IOptions<AdoNetReminderTableOptions> options, IOptions<ClusterOptions> cluster)
    : IReminderStore, IAsyncDisposable
{
    private static readonly string[] Keys =
    [
        "ReadReminderRowsKey", "ReadReminderRowKey", "ReadRangeRows1Key", "ReadRangeRows2Key", "UpsertReminderRowKey",
        "DeleteReminderRowKey", "DeleteReminderRowsKey",
    ];

    private readonly Queries _queries = new(options.Value.Invariant, options.Value.ConnectionString);

    public async Task StartAsync(CancellationToken cancellation)
    {
        var known = await _queries.RunTextAsync(
            "select QueryKey from OrleansQuery", static row => row.GetString(0), cancellation).ConfigureAwait(false);
        if (Keys.Except(known).ToArray() is { Length: > 0 } missing)
        {
            throw new ArgumentException($"Not all required queries found. Missing are: {string.Join(',', missing)}");
        }
    }

    /// <summary>The range from a number to itself is the whole ring.</summary>
    public async Task<IReadOnlyList<Reminder>> ReadAllAsync() =>
        await RunAsync("ReadRangeRows2Key", Read, ("BeginHash", 0), ("EndHash", 0)).ConfigureAwait(true);

    public async Task<string> WriteAsync(Reminder reminder)
    {
        var versions = await RunAsync(
            "UpsertReminderRowKey",
            Version,
            ("GrainHash", unchecked((int)reminder.Grain.GetUniformHashCode())),
            ("GrainId", reminder.Grain.ToString()),
            ("ReminderName", reminder.ReminderName),
            ("StartTime", reminder.StartAt),
            ("Period", (long)reminder.Period.TotalMilliseconds)).ConfigureAwait(true);
        return versions[0];
    }

    public async Task<bool> RemoveAsync(Reminder reminder)
    {
        var removed = await RunAsync(
            "DeleteReminderRowKey",
            static row => Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture),
            ("GrainId", reminder.Grain.ToString()),
            ("ReminderName", reminder.ReminderName),
            ("Version", int.Parse(reminder.Tag, CultureInfo.InvariantCulture))).ConfigureAwait(true);
        return removed[0];
    }

    public ValueTask DisposeAsync() => _queries.DisposeAsync();

    private static Reminder Read(DbDataReader row) => new()
    {
        Grain = GrainId.Parse(row.GetString(row.GetOrdinal("GrainId"))),
        ReminderName = row.GetString(row.GetOrdinal("ReminderName")),
        StartAt = DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal("StartTime")), DateTimeKind.Utc),
        Period = TimeSpan.FromMilliseconds(row.GetInt64(row.GetOrdinal("Period"))),
        Tag = Version(row),
    };

    private static string Version(DbDataReader row) =>
        Convert.ToString(row.GetValue(row.GetOrdinal("Version")), CultureInfo.InvariantCulture)!;

    private Task<List<T>> RunAsync<T>(string key, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters) =>
        _queries.RunAsync(key, read, CancellationToken.None, [("ServiceId", cluster.Value.ServiceId), .. parameters]);
}
