using System.Globalization;

namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>A process that runs, and its descendants, by <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on
    private const int UserTime = 11; // counted from the state on, which follows the name
    private const int FieldsOfTime = 4; // user, system, and both of the children that were waited for
    private const int KiBPerMiB = 1024;

    /// <summary>User and system time so far of all of them, and of those that have ended and were waited for.</summary>
    public static TimeSpan CpuOf(int root) => TimeSpan.FromSeconds((double)Ids(root).Sum(TicksOf) / TicksPerSecond);

    /// <summary>Resident memory of one process, MiB.</summary>
    public static double MemoryOf(int id) => Number(File.ReadLines($"/proc/{id}/status")
        .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / (double)KiBPerMiB;

    private static IEnumerable<int> Ids(int root) => Children(root).SelectMany(Ids).Prepend(root);

    private static List<int> Children(int id)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{id}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => (int)Number(child))];
        }
        catch (IOException)
        {
            return []; // It has ended just now; whoever waited for it has its time.
        }
    }

    private static long TicksOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(UserTime).Take(FieldsOfTime).Sum(Number);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
