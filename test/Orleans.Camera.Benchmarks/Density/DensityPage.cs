using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>The report as one JSON object, and as the page that is committed beside the benchmark.</summary>
internal static class DensityPage
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static string Json(DensityReport report) => JsonSerializer.Serialize(
        new
        {
            Type = "density",
            report.CommandLine,
            report.Date,
            report.Machine,
            WindowSeconds = report.Options.Window.TotalSeconds,
            report.Reached,
            Rows = report.Rows.Select(row => new
            {
                row.Scene,
                row.Key,
                row.Title,
                row.Cameras,
                Steps = row.Samples.Select(sample => new
                {
                    sample.Cameras,
                    sample.Cpu,
                    LatencyP99Ms = sample.LatencyP99?.TotalMilliseconds,
                    sample.LeastFps,
                    sample.DetectionShare,
                    sample.MiBPerCamera,
                    Holds = sample.Holds(DensityOptions.FramesPerSecond),
                }),
                row.Note,
            }),
            report.Goals,
        },
        Form);

    public static string Markdown(DensityReport report)
    {
        var page = new StringBuilder()
            .AppendLine("# Results of `camera bench density`")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"Written by the command itself. How many live RTSP cameras ({DensityOptions.Size}, H.264, {DensityOptions.FramesPerSecond} pictures a second) run at")
            .AppendLine(CultureInfo.InvariantCulture, $"under {CrowdSample.MostCpu:P0} of the machine's processors, of the program and all its children, with every picture looked at and the 99th")
            .AppendLine(CultureInfo.InvariantCulture, $"percentile from a picture's time to its count below {CrowdSample.LongestLatency.TotalMilliseconds:0} ms on the slowest camera. The RTSP server runs on the same machine and")
            .AppendLine(CultureInfo.InvariantCulture, $"is left out; clips are encoded before. A step is measured for {report.Options.Window.TotalSeconds:0} s once all cameras run; programs take turns.")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`motion` is made to look at every picture, as whatever counts must. By itself it looks at 3 a second and carries more")
            .AppendLine(CultureInfo.InvariantCulture, $"cameras (`--programs {MotionCrowd.AsItComes}`).")
            .AppendLine()
            .AppendLine($"- Command: `{report.CommandLine}`")
            .AppendLine(CultureInfo.InvariantCulture, $"- Date: {report.Date:yyyy-MM-dd HH:mm} UTC, {report.Took.TotalMinutes:0} min")
            .AppendLine(CultureInfo.InvariantCulture, $"- Machine: {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGiB} GiB of memory")
            .AppendLine($"- System: {report.Machine.System}, kernel {report.Machine.Kernel}")
            .AppendLine("- Versions: " + string.Join(", ", report.Machine.Versions.Select(pair => $"{pair.Key} {pair.Value}")))
            .AppendLine()
            .AppendLine("| scene | program | cameras | CPU | p99 ms | detected | MiB a camera | steps |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in report.Rows)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {row.Scene} | {row.Title} | {row.Cameras} | {row.Best?.Cpu:P0} | {Latency(row.Best)} | {row.Best?.DetectionShare:P0} | {row.Best?.MiBPerCamera:0.0} | {row.Note ?? Steps(row)} |");
        }

        page.AppendLine().AppendLine("| figure | value | must be | |").AppendLine("| --- | --- | --- | --- |");
        foreach (var goal in report.Goals)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {goal.Title} | {goal.Value:0.00} | {(goal.AtMost ? "<=" : ">=")} {goal.Target:0.##} | {(goal.Reached ? "reached" : goal.Decides ? "NOT REACHED" : "for information")} |");
        }

        return page.ToString();
    }

    private static string Latency(CrowdSample? sample) => sample?.LatencyP99?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) ?? "";

    private static string Steps(DensityRow row) => string.Join(", ", row.Samples.Select(sample =>
        string.Create(CultureInfo.InvariantCulture, $"{sample.Cameras}: {sample.Cpu:P0}{(sample.LatencyP99 is null ? "" : $" {Latency(sample)} ms")}")));
}
