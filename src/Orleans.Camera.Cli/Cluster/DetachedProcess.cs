using System.Diagnostics;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>Starts programs that go on after this one, unless it holds them: in a session of their own, with a log in place of a terminal.</summary>
internal static class DetachedProcess
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts a program and waits until its log has a line that tells that it works.</summary>
    /// <param name="name">What it is to an operator.</param>
    /// <param name="command">The program and its arguments, handed over one by one.</param>
    /// <param name="log">Where it writes to; begun anew, and the log of the time before is kept as <c>.old</c>.</param>
    /// <param name="sign">What the line contains.</param>
    /// <param name="lifeline">Ends it with this program; null where it goes on.</param>
    /// <exception cref="ClusterException">It ended, or did not tell in time; its last line is shown.</exception>
    public static async Task<KnownProcess> StartAsync(
        string name, IEnumerable<string> command, string log, string sign, Lifeline? lifeline, CommandConsole console, CancellationToken cancellationToken)
    {
        var process = Start(name, command, log, lifeline);
        try
        {
            await WaitAsync(name, process, log, sign, console, cancellationToken);
            return process;
        }
        catch
        {
            // Nobody knows of it yet, so that nobody else would end it.
            process.Kill();
            throw;
        }
    }

    private static async Task WaitAsync(string name, KnownProcess process, string log, string sign, CommandConsole console, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (true)
        {
            if (Lines(log).Any(line => line.Contains(sign, StringComparison.Ordinal)))
            {
                return;
            }

            if (!process.IsAlive || console.Time.GetElapsedTime(begin) > Patience)
            {
                throw new ClusterException($"{name} did not start: {Lines(log).LastOrDefault(line => line.Length > 0) ?? "it said nothing"} (see {log})");
            }

            await Task.Delay(Look, console.Time, cancellationToken);
        }
    }

    private static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    private static KnownProcess Start(string name, IEnumerable<string> command, string log, Lifeline? lifeline)
    {
        if (File.Exists(log))
        {
            File.Move(log, log + ".old", overwrite: true);
        }

        PrivateFile.Write(log, []);

        // The shell only connects the streams, and becomes the program.
        string[] alone = ["sh", "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", log];
        var start = new ProcessStartInfo("setsid", (lifeline is null ? alone : Lifeline.Harness(log)).Concat(command))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = lifeline is not null,
        };
        var process = Process.Start(start)!;
        var known = KnownProcess.Of(name, process.Id);
        if (lifeline is null)
        {
            process.Dispose();
        }

        lifeline?.Hold(process);
        return known;
    }

    private static string[] Lines(string log)
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n');
    }
}
