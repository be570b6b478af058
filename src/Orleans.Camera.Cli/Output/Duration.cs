namespace Orleans.Camera.Cli.Output;

/// <summary>Times as people read them.</summary>
internal static class Duration
{
    /// <returns>For example <c>0:07</c>, <c>12:34</c>, <c>1:02:03</c>.</returns>
    public static string Of(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";
}
