using Orleans.Camera.Benchmarks.Measuring;
using Spectre.Console;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>The report as tables on a terminal.</summary>
internal static class TableReport
{
    private const int NarrowestConsole = 140;
    private const int LongestNote = 50;

    public static void Write(BenchReport report, IAnsiConsole console)
    {
        console.Profile.Width = Math.Max(NarrowestConsole, console.Profile.Width);
        var used = new Table().Title("CPU seconds of the whole process tree per 1,000 pictures");
        foreach (var column in (string[])["clip", "contender", "median", "min", "max"])
        {
            used.AddColumn(column);
        }

        foreach (var result in report.Contenders)
        {
            used.AddRow(Cells([result.Clip, result.Title, .. Figures(result.PerThousand, result.Note, "0.000")]));
        }

        var reached = new Table().Title("What must be reached");
        foreach (var column in (string[])["measure", "on", "median", "min", "max", "must be", "verdict"])
        {
            reached.AddColumn(column);
        }

        foreach (var measure in report.Measures)
        {
            reached.AddRow(Cells([
                measure.Title, measure.On, .. Figures(measure.Value, measure.Note, "0.###"), measure.Limit, Verdict(measure),
            ]));
        }

        console.Write(used);
        console.Write(reached);
        foreach (var note in Notes(report))
        {
            console.WriteLine(note);
        }
    }

    /// <summary>What is too long for a cell of a table, a line each.</summary>
    public static IEnumerable<string> Notes(BenchReport report) => report.Contenders
        .Where(result => result.Note is { Length: > LongestNote })
        .Select(result => $"{result.Clip}, {result.Title}: {result.Note}");

    /// <summary>Median, smallest and largest, or the reason why there are none.</summary>
    public static string[] Figures(Spread? spread, string? note, string format) => spread is { } figures
        ? [figures.Median.ToString(format), figures.Min.ToString(format), figures.Max.ToString(format)]
        : [note is null ? "not run" : note.Length > LongestNote ? "failed, see below" : note, "", ""];

    public static string Verdict(Measure measure) => (measure.Reached, measure.Decides) switch
    {
        (true, _) => "reached",
        (false, true) => "NOT REACHED",
        (false, false) => "not reached (for information)",
    };

    private static string[] Cells(string[] cells) => [.. cells.Select(Markup.Escape)];
}
