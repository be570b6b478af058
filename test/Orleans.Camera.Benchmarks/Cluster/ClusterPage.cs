using System.Globalization;
using System.Text;
using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>The report as the page that is committed beside the benchmark.</summary>
internal static class ClusterPage
{
    /// <param name="engine">Of the cluster.</param>
    public static string Write(BenchReport report, string engine)
    {
        var page = new StringBuilder()
            .AppendLine("# Results of `camera bench cluster`")
            .AppendLine()
            .AppendLine("Written by the command itself. Rates are by the clock: the ways to a model take turns of half a second, and a ratio is")
            .AppendLine("taken within each round; its median decides. The bare loop is that of `camera bench pipeline`: ONNX Runtime's `Run` on a")
            .AppendLine("tensor that is ready, one thread. The other process is a silo that only detects, found through PostgreSQL.")
            .AppendLine()
            .AppendLine($"- Command: `{report.CommandLine}`")
            .AppendLine($"- Engine: {engine}")
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {report.Date:yyyy-MM-dd HH:mm} UTC; {report.Runs} rounds")
            .AppendLine(CultureInfo.InvariantCulture, $"- Machine: {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGiB} GiB of memory")
            .AppendLine($"- System: {report.Machine.System}, kernel {report.Machine.Kernel}")
            .AppendLine()
            .AppendLine("| measure | on | median | min | max | must be | verdict |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var measure in report.Measures)
        {
            string[] cells =
            [
                measure.Title, measure.On, .. TableReport.Figures(measure.Value, measure.Note, "0.###"),
                measure.Decides ? measure.Limit : "", measure.Decides ? TableReport.Verdict(measure) : "",
            ];
            page.AppendLine($"| {string.Join(" | ", cells)} |");
        }

        return page.ToString();
    }
}
