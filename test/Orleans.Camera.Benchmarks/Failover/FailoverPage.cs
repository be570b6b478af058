using System.Globalization;
using System.Text;
using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>The reports as the page that is committed beside the benchmark.</summary>
internal static class FailoverPage
{
    /// <param name="reports">What came of it.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="commandLine">How.</param>
    /// <param name="engine">Of the cluster.</param>
    /// <param name="machine">On which.</param>
    /// <param name="date">When, UTC.</param>
    /// <param name="took">How long all of it.</param>
    public static string Write(
        IReadOnlyList<FailoverReport> reports, FailoverOptions options, string commandLine, string engine, Machine machine, DateTimeOffset date, TimeSpan took)
    {
        var page = new StringBuilder()
            .AppendLine("# Results of `camera bench failover`")
            .AppendLine()
            .AppendLine("Written by the command itself. Three silos and a PostgreSQL are processes of one machine; the clips are H.264,")
            .AppendLine("decoded and gated for real, at the pace of their own times. All faults strike one cluster, one after the other,")
            .AppendLine("and what was counted is compared with a run of the same clips that nothing disturbed.")
            .AppendLine()
            .AppendLine($"- Command: `{commandLine}`")
            .AppendLine($"- Engine: {engine}")
            .AppendLine(CultureInfo.InvariantCulture, $"- Cameras: {options.Cameras}; seed: {options.Seed}; took {took.TotalMinutes:0.0} minutes")
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {date:yyyy-MM-dd HH:mm} UTC")
            .AppendLine(CultureInfo.InvariantCulture, $"- Machine: {machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB of memory")
            .AppendLine($"- System: {machine.System}, kernel {machine.Kernel}")
            .AppendLine()
            .AppendLine("| fault | count | crossings | lost | duplicated | differences | counting again p50 | p95 | max | longest pause | pictures read again | verdict |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var report in reports)
        {
            page.AppendLine(Row(report));
        }

        page.AppendLine()
            .AppendLine("Seconds. Counting again is the first checkpoint of a new owner since the fault, or since the store was back; of `pair`,")
            .AppendLine("since the first of the killed silos was back, with the time since the kill below. The longest pause is how long a")
            .AppendLine(CultureInfo.InvariantCulture, $"camera's footage stood still. Must be: nothing lost, duplicated or different; p95 under {FailoverReport.MostSeconds} s; the pause of `drain` under {FailoverReport.MostPause} s.");
        foreach (var report in reports.Where(report => report.Order.Kind == FaultKind.Pair))
        {
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"`pair` since the kill: p50 {Of(report.Failovers, 50)}, p95 {Of(report.Failovers, 95)}, max {Of(report.Failovers, 100)}.");
        }

        foreach (var (report, problem) in reports.SelectMany(report => report.Problems.Select(problem => (report, problem))))
        {
            page.AppendLine().AppendLine($"`{report.Order.Name}`: {problem}.");
        }

        return page.ToString();
    }

    private static string Row(FailoverReport report)
    {
        var seconds = report.Order.Kind == FaultKind.Pair ? report.AfterReturn : report.Failovers;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {report.Order.Name} | {report.Order.Count} | {report.Crossings} | {report.Lost} | {report.Duplicated} | {report.Differences} "
            + $"| {Of(seconds, 50)} | {Of(seconds, 95)} | {Of(seconds, 100)} | {report.LongestPause:0.00} | {report.MostReadAgain} | {(report.Reached ? "reached" : "missed")} |");
    }

    private static string Of(IReadOnlyList<double> seconds, int percent) => FailoverReport.Percentile(seconds, percent).ToString("0.00", CultureInfo.InvariantCulture);
}
