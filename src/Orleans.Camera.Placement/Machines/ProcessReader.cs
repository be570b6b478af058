namespace Orleans.Camera.Placement.Machines;

/// <summary>What one process has used so far.</summary>
/// <param name="CpuTime">Of its threads, in this process's and the kernel's name.</param>
/// <param name="Memory">Bytes of its own in memory.</param>
/// <param name="Started">When, in ticks since the machine's start: tells it from a later one of the same number.</param>
internal readonly record struct ProcessUse(TimeSpan CpuTime, long Memory, long Started);

/// <summary>Reads <c>/proc/PID/stat</c>.</summary>
internal static class ProcessReader
{
    /// <summary>Ticks of a second, as the kernel tells them to programs: the same on every Linux.</summary>
    private const long TicksPerSecond = 100;

    /// <returns>Null where there is no such process, or nobody may know.</returns>
    public static ProcessUse? Read(SystemFiles files, int process) =>
        files.TryRead($"/proc/{process}/stat", out var text) ? Parse(text, Environment.SystemPageSize) : null;

    /// <summary><c>pid (name) state ...</c>: the name may hold anything, spaces and parentheses too, but no later column has one.</summary>
    public static ProcessUse? Parse(ReadOnlySpan<byte> text, long pageSize)
    {
        // Columns of proc(5) count from 1; behind the name comes the third.
        const int Third = 3, User = 14, System = 15, StartTime = 22, Resident = 24;
        var line = text[(text.LastIndexOf((byte)')') + 1)..].Trim(" \n"u8);
        return SystemText.TryNumber(SystemText.Word(line, User - Third), out var user)
            && SystemText.TryNumber(SystemText.Word(line, System - Third), out var system)
            && SystemText.TryNumber(SystemText.Word(line, StartTime - Third), out var started)
            && SystemText.TryNumber(SystemText.Word(line, Resident - Third), out var pages)
                ? new ProcessUse(Time(SystemText.Sum(user, system)), SystemText.Times(pages, pageSize), started)
                : null;
    }

    private static TimeSpan Time(long ticks) => TimeSpan.FromTicks(SystemText.Times(ticks, TimeSpan.TicksPerSecond / TicksPerSecond));
}
