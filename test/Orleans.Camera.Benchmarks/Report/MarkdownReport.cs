using System.Globalization;
using System.Text;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>The report as the page that is committed beside the benchmark.</summary>
internal static class MarkdownReport
{
    public static string Write(BenchReport report)
    {
        var page = new StringBuilder()
            .AppendLine("# Results of `camera bench pipeline`")
            .AppendLine()
            .AppendLine("Written by the command itself. CPU is user and system time of the whole process tree, start-up")
            .AppendLine("included. Contenders take turns; after one round to warm up, each ran "
                + report.Runs.ToString(CultureInfo.InvariantCulture) + " times. A ratio is taken")
            .AppendLine("within each round; its median decides. How each contender is run: `Contenders/`.")
            .AppendLine()
            .AppendLine($"- Command: `{report.CommandLine}`")
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {report.Date:yyyy-MM-dd HH:mm} UTC")
            .AppendLine(CultureInfo.InvariantCulture,
                $"- Machine: {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGiB} GiB of memory")
            .AppendLine($"- System: {report.Machine.System}, kernel {report.Machine.Kernel}")
            .AppendLine("- Versions: " + string.Join(", ", report.Machine.Versions.Select(pair => $"{pair.Key} {pair.Value}")))
            .AppendLine();
        AppendTable(page, ["measure", "on", "median", "min", "max", "must be", "verdict"], report.Measures.Select(measure =>
            (string[])[
                measure.Title, measure.On, .. TableReport.Figures(measure.Value, measure.Note, "0.###"), measure.Limit,
                TableReport.Verdict(measure),
            ]));
        page.AppendLine("CPU seconds per 1,000 pictures:").AppendLine();
        AppendTable(page, ["clip", "contender", "median", "min", "max"], report.Contenders.Select(result =>
            (string[])[result.Clip, result.Title, .. TableReport.Figures(result.PerThousand, result.Note, "0.000")]));
        page.AppendLine("Clips:").AppendLine();
        AppendTable(page, ["clip", "pictures", "per second", "bytes a picture"], report.Clips.Select(clip =>
            (string[])[clip.Name, $"{clip.Pictures}", $"{clip.FramesPerSecond:0.##}", $"{clip.BytesPerPicture}"]));
        page.AppendJoin('\n', TableReport.Notes(report).Select(note => "- " + note));
        return page.ToString().TrimEnd() + "\n";
    }

    private static void AppendTable(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        AppendRow(page, head);
        AppendRow(page, [.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            AppendRow(page, row);
        }

        page.AppendLine();
    }

    private static void AppendRow(StringBuilder page, string[] cells) =>
        page.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace('|', '/').ReplaceLineEndings(" "))).AppendLine(" |");
}
