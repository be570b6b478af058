using System.Globalization;
using System.Text;
using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>The report as the page that is committed beside the benchmark.</summary>
internal static class WorkersPage
{
    /// <param name="commandLine">How it was made.</param>
    /// <param name="engine">Of the cluster.</param>
    /// <param name="date">When, UTC.</param>
    /// <param name="took">How long all of it.</param>
    public static string Write(WorkersReport report, string commandLine, string engine, Machine machine, DateTimeOffset date, TimeSpan took)
    {
        var page = new StringBuilder()
            .AppendLine("# Results of `camera bench failover --workers`")
            .AppendLine()
            .AppendLine("Written by the command itself. Two silos read cameras, two others run the workers to whom all pictures go over the")
            .AppendLine("network, and a PostgreSQL: all processes of one machine. Silos of workers are killed with -9 and started again, or")
            .AppendLine("stopped for 0.3 to 12 s, one at a time, at moments that the seed decides. Two cameras are live streams of an RTSP")
            .AppendLine("server, two are recordings, which are counted once more without faults. The model is a small ONNX detector that really")
            .AppendLine("finds what moves.")
            .AppendLine()
            .AppendLine($"- Command: `{commandLine}`")
            .AppendLine($"- Engine: {engine}")
            .AppendLine(CultureInfo.InvariantCulture, $"- Faults: {report.Options.Kills} kills, {report.Options.Freezes} freezes; seed: {report.Options.Seed}; took {took.TotalMinutes:0.0} minutes")
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {date:yyyy-MM-dd HH:mm} UTC")
            .AppendLine(CultureInfo.InvariantCulture, $"- Machine: {machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB of memory")
            .AppendLine($"- System: {machine.System}, kernel {machine.Kernel}")
            .AppendLine()
            .AppendLine("| measure | must be | is |")
            .AppendLine("| --- | --- | --- |");
        foreach (var (measure, must, value) in Rows(report))
        {
            page.AppendLine($"| {measure} | {must} | {value} |");
        }

        page.AppendLine()
            .AppendLine("A gap is the time between two pictures of a camera that were counted, as seen from outside every 20 ms; the pictures are")
            .AppendLine("100 ms apart. For each fault and camera the longest counts, until all workers are ready again.");
        foreach (var problem in report.Problems.Concat(report.Gaps.Select(gap => gap.ToString())))
        {
            page.AppendLine().AppendLine($"{problem}.");
        }

        return page.ToString();
    }

    private static IEnumerable<(string Measure, string Must, string Value)> Rows(WorkersReport report)
    {
        yield return ("recordings: crossings", "", $"{report.Files.Crossings}");
        yield return ("recordings: lost, duplicated, different", "0, 0, 0", $"{report.Files.Lost}, {report.Files.Duplicated}, {report.Files.Differences}");
        yield return ("live: crossings, and how many follow the one before otherwise than in the recording", "0 otherwise", $"{report.Live.Crossings}, {report.Live.Differences}");
        yield return ("live: pictures lost", "0", $"{report.PicturesLost}");
        yield return ("live: gap p50, p95", "", $"{Of(report.LivePauses, 50)}, {Of(report.LivePauses, 95)} ms");
        yield return ("live: longest gap", $"under {WorkersReport.MostGap} ms", string.Create(CultureInfo.InvariantCulture, $"{report.LongestGap:0} ms"));
        yield return ("recordings: gap p50, p95, longest", "", $"{Of(report.FilePauses, 50)}, {Of(report.FilePauses, 95)}, {Of(report.FilePauses, 100)} ms");
        yield return ("verdict", "", report.Reached ? "reached" : "missed");
    }

    private static string Of(IReadOnlyList<double> milliseconds, int percent) =>
        FailoverReport.Percentile(milliseconds, percent).ToString("0", CultureInfo.InvariantCulture);
}
