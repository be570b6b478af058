using System.Net.Sockets;
using Npgsql;

namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>What an error of PostgreSQL means (appendix A of its manual).</summary>
internal static class PostgresFault
{
    /// <summary>Whether the same may well succeed later: all but the faults of whoever asked.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => !IsOurs(state),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>A rule of the schema is broken (class 23).</summary>
    public static bool IsConflict(PostgresException exception) => exception.SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>Whether a row of that key is there already.</summary>
    public static bool IsDuplicate(PostgresException exception, string constraint) =>
        exception.SqlState == PostgresErrorCodes.UniqueViolation && exception.ConstraintName == constraint;

    /// <summary>Lets a call that nobody waits for end as it likes.</summary>
    public static void Observe(Task task) =>
        _ = task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Wrong data (22), a broken rule (23), wrong SQL or a missing right or table (42), a feature that is not there (0A).</summary>
    private static bool IsOurs(string state) => state[..2] is "22" or "23" or "42" or "0A";
}
