namespace Orleans.Camera.Storage;

/// <summary>Times and durations as both databases keep them, so that they give back the same.</summary>
internal static class Microseconds
{
    /// <summary>Since 1970, rounded down.</summary>
    public static long Of(DateTimeOffset time) => Of(time.UtcDateTime - DateTime.UnixEpoch);

    /// <summary>Rounded down.</summary>
    public static long Of(TimeSpan duration)
    {
        var (whole, rest) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? whole - 1 : whole;
    }

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch + ToDuration(microseconds);

    public static TimeSpan ToDuration(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time in UTC, rounded down to what is kept.</summary>
    public static DateTime Kept(DateTimeOffset time) => ToTime(Of(time)).UtcDateTime;
}
