namespace Orleans.Runtime;

/// <summary>The number of a silo's life: seconds since 2010, and never the same twice in one process.</summary>
internal static class Generation
{
    private static readonly DateTimeOffset Start = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static int _last;

    public static int Next(TimeProvider time)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, (int)(time.GetUtcNow() - Start).TotalSeconds);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
