using System.Diagnostics;

namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>What one child process and all its descendants did.</summary>
/// <param name="Cpu">User and system time of the whole tree.</param>
/// <param name="Output">Standard output, at most its last lines.</param>
/// <param name="Errors">Standard error, at most its last lines.</param>
internal sealed record ChildRun(int ExitCode, TimeSpan Cpu, string Output, string Errors);

/// <summary>
/// Measures the CPU time of one process tree at a time. The kernel adds a child's time, and that of the children it
/// waited for, to <c>RUSAGE_CHILDREN</c> when the child is reaped; as this process adopts orphans (child subreaper) and
/// reaps them too, the difference before and after is the whole tree, also where a child left its own children behind.
/// </summary>
internal static class CpuMeter
{
    private static readonly TimeSpan PatienceWithOrphans = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command to its end. Both its streams are read; it gets no input.</summary>
    /// <param name="watch">Called with every line of standard error, while the process runs.</param>
    /// <exception cref="InvalidOperationException">It left processes behind that do not end.</exception>
    public static async Task<ChildRun> RunAsync(
        ProcessStartInfo command, Action<Process, string>? watch, CancellationToken cancellationToken)
    {
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        LibC.AdoptOrphans();
        var before = LibC.CpuOfReapedChildren();
        using var process = Process.Start(command)
            ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, watch: null);
        var errors = ReadAsync(process.StandardError, watch is null ? null : line => watch(process, line));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await ReapOrphansAsync(command.FileName);
        return new ChildRun(
            process.ExitCode, LibC.CpuOfReapedChildren() - before, await output, await errors);
    }

    /// <summary>Takes lines off the stream as they come, so that the child never waits; keeps the last few.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, Action<string>? watch)
    {
        const int kept = 40;
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            watch?.Invoke(line);
            lines.Enqueue(line);
            if (lines.Count > kept)
            {
                lines.Dequeue();
            }
        }

        return string.Join('\n', lines);
    }

    private static async Task ReapOrphansAsync(string name)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        int reaped;
        while ((reaped = LibC.ReapAny(LibC.WithoutWaiting)) >= 0)
        {
            if (reaped == 0)
            {
                if (TimeProvider.System.GetElapsedTime(deadline) > PatienceWithOrphans)
                {
                    throw new InvalidOperationException($"{name} left a process behind; its CPU time is unknown.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }
}
