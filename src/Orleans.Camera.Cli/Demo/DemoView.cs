using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Watching;
using Orleans.Camera.Core.Counting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Camera.Cli.Demo;

/// <summary>What the demo shows: counted beside true, and how each camera is. 80 columns and 24 lines are enough.</summary>
internal sealed class DemoView(IReadOnlyList<LiveStreet> streets, CommandConsole console)
{
    private readonly long _start = console.Time.GetTimestamp();

    private string Running => $"{console.Time.GetElapsedTime(_start):h\\:mm\\:ss}";

    public IRenderable Draw(IReadOnlyList<CountBook> books)
    {
        var table = Tables.New("camera", "state", "fps", "line", "in", "true", "out", "true", "count is");
        table.Border = TableBorder.Horizontal;
        foreach (var book in books)
        {
            var isFirst = true;
            foreach (var row in RowsOf(book))
            {
                table.AddRow(
                    Tables.Cell(isFirst ? book.Camera : ""), Tables.Cell(isFirst ? StateOf(book) : ""),
                    Tables.Cell(isFirst ? $"{book.Status?.ProcessFps:0}" : "").RightJustified(), Tables.Cell(row.Line),
                    Tables.Number(row.In), Tables.Cell($"{row.TrueIn}").RightJustified(), Tables.Number(row.Out), Tables.Cell($"{row.TrueOut}").RightJustified(),
                    Tables.Cell(WordOf(row.Verdict)));
                isFirst = false;
            }
        }

        var troubles = books.Where(book => book.Status is { Reason.Length: > 0 })
            .Select(book => $"{book.Camera}: {OneLine.From(book.Status!.Reason)}");
        return new Rows([
            Tables.Cell($"{streets.Count} generated streets as live cameras (H.264 over HTTP), {Running}, until Ctrl-C"),
            table,
            Tables.Cell("true: what crossed in the pictures sent; a range while somebody is just passing"),
            .. troubles.Select(trouble => Tables.Cell(trouble).Overflow(Overflow.Ellipsis)),
        ]);
    }

    public string Line(IReadOnlyList<CountBook> books)
    {
        var rows = books.SelectMany(RowsOf).ToList();
        var running = books.Count(book => book.Status?.State == CameraState.Running);
        var truth = new TrueCount(rows.Sum(row => row.TrueIn.Least + row.TrueOut.Least), rows.Sum(row => row.TrueIn.Most + row.TrueOut.Most));
        var wrong = rows.Sum(row => (row.TrueIn.Judge(row.In) == Verdict.Wrong ? 1 : 0) + (row.TrueOut.Judge(row.Out) == Verdict.Wrong ? 1 : 0));
        return $"{Running} {running} of {books.Count} cameras running, {books.Sum(book => book.Status?.ProcessFps ?? 0):0} pictures/s, "
            + $"counted {rows.Sum(row => row.In + row.Out)}, true {truth}, {wrong} of {2 * rows.Count} counts wrong";
    }

    private IEnumerable<Row> RowsOf(CountBook book)
    {
        var street = streets.Single(street => street.Name == book.Camera);
        var seen = book.Status?.PictureTime;
        foreach (var line in street.Lines)
        {
            var totals = book.Totals.Where(total => total.Line == line).ToList();
            yield return new Row(
                line, totals.Sum(total => total.In), street.Sent.Count(line, Direction.In, seen),
                totals.Sum(total => total.Out), street.Sent.Count(line, Direction.Out, seen));
        }
    }

    private static string StateOf(CountBook book) => book.Status is { } status ? CameraTotals.Word(status.State) : "...";

    private static string WordOf(Verdict verdict) => verdict switch { Verdict.Right => "right", Verdict.Passing => "passing", _ => "WRONG" };

    private sealed record Row(string Line, long In, TrueCount TrueIn, long Out, TrueCount TrueOut)
    {
        public Verdict Verdict => (Verdict)Math.Max((int)TrueIn.Judge(In), (int)TrueOut.Judge(Out));
    }
}
