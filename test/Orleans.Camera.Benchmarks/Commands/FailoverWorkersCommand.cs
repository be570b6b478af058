using Orleans.Camera.Benchmarks.Failover;
using Orleans.Camera.Benchmarks.Failover.Workers;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary>
/// <c>camera bench failover --workers</c>: exit code 0 where no picture was lost that another worker could take, 1 where not.
/// </summary>
internal static class FailoverWorkersCommand
{
    /// <param name="results">Where the report in Markdown goes; null for nowhere.</param>
    /// <param name="commandLine">How it was asked for.</param>
    public static async Task<int> RunAsync(WorkersOptions options, string? results, string commandLine, CommandConsole console, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        var report = await new WorkersBench(Path.Combine(BenchFolder.Find(), "failover"), console, Console.Error.WriteLine).RunAsync(options, cancellationToken);
        if (results is not null)
        {
            var page = WorkersPage.Write(
                report, commandLine, EngineInfo.Name, await Machine.DescribeAsync(cancellationToken), console.Time.GetUtcNow(), console.Time.GetElapsedTime(begin));
            await File.WriteAllTextAsync(results, page, cancellationToken);
        }

        foreach (var problem in report.Problems)
        {
            await Console.Error.WriteLineAsync($"workers: {problem}");
        }

        Console.WriteLine(FailoverReport.Text(report.ToJson()));
        return report.Reached ? 0 : 1;
    }
}
