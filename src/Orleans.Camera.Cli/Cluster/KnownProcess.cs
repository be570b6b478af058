using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>
/// A process that this program started, which may have ended since: numbers are given again to others, so that the time of
/// its start is compared before it is sent anything.
/// </summary>
/// <param name="Name">What it is to an operator.</param>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it was started, in ticks since the machine was: field 22 of <c>/proc/ID/stat</c>.</param>
internal sealed partial record KnownProcess(string Name, int Id, long Started)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public bool IsAlive => StartOf(Id) == Started;

    /// <summary>A process that runs now.</summary>
    public static KnownProcess Of(string name, int id) => new(name, id, StartOf(id) ?? 0);

    /// <summary>Sends a signal, unless it has ended.</summary>
    public void Send(PosixSignal signal) => Send(signal switch
    {
        PosixSignal.SIGTERM => 15,
        PosixSignal.SIGINT => 2,
        _ => (int)signal, // a raw number
    });

    /// <summary>Ends it at once.</summary>
    public void Kill() => Send(9);

    /// <returns>Whether it has ended in time.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (IsAlive && time.GetElapsedTime(begin) < limit)
        {
            await Task.Delay(Look, time, cancellationToken);
        }

        return !IsAlive;
    }

    private static long? StartOf(int id)
    {
        try
        {
            // The name, in parentheses, may hold anything; the state follows it, Z for a process that only waits to be reaped.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Send(int signal)
    {
        if (IsAlive)
        {
            _ = SendSignal(Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int id, int signal);
}
