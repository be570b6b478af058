using System.Globalization;

namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>What one thread of another process has used so far.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="Sleeps">How often it gave up the processor to wait.</param>
internal readonly record struct ThreadUse(TimeSpan Cpu, long Sleeps)
{
    private const string Switches = "voluntary_ctxt_switches:";
    private const double NanosecondsInTick = 100;

    /// <summary>Reads it from <c>/proc</c>; all zero where there is no such thread.</summary>
    /// <param name="name">How the thread's name begins.</param>
    public static ThreadUse Of(int processId, string name) => AllOf(processId, name).Values.FirstOrDefault();

    /// <summary>Those of all threads whose names begin so, by the thread's number.</summary>
    public static IReadOnlyDictionary<string, ThreadUse> AllOf(int processId, string name) =>
        Directory.EnumerateDirectories($"/proc/{processId}/task")
            .Where(task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith(name, StringComparison.Ordinal))
            .ToDictionary(task => Path.GetFileName(task), Read);

    private static ThreadUse Read(string task)
    {
        var nanoseconds = Number(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0]);
        var switches = File.ReadLines(Path.Combine(task, "status")).First(line => line.StartsWith(Switches, StringComparison.Ordinal));
        return new ThreadUse(new TimeSpan((long)(nanoseconds / NanosecondsInTick)), Number(switches[Switches.Length..]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
