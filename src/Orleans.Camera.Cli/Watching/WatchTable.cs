using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Camera.Cli.Watching;

/// <summary>What <c>camera watch</c> draws: a row for each line and label, and below the table why a camera is not well.</summary>
internal static class WatchTable
{
    public static IRenderable Of(IReadOnlyList<CountBook> books) => new Rows(
    [
        TableOf(books),
        .. books.Where(book => book.Status is { Reason.Length: > 0 }).Select(book => Tables.Cell($"{book.Camera}: {book.Status!.Reason}")),
    ]);

    private static Table TableOf(IReadOnlyList<CountBook> books)
    {
        var table = Tables.New("camera", "state", "fps", "picture", "line", "label", "in", "out", "gaps");
        foreach (var book in books)
        {
            var totals = book.Totals is { Count: > 0 } some ? some : [new CountTotal("", "", 0, 0)];
            for (var row = 0; row < totals.Count; row++)
            {
                var total = totals[row];
                var isFirst = row == 0;
                table.AddRow(
                    Tables.Cell(isFirst ? book.Camera : ""), Tables.Cell(isFirst ? StateOf(book) : ""),
                    Tables.Cell(isFirst ? $"{book.Status?.ProcessFps:0.0}" : "").RightJustified(),
                    isFirst ? Tables.Number(book.Status?.Frame ?? 0) : Tables.Cell(""), Tables.Cell(total.Line), Tables.Cell(total.Label),
                    Tables.Number(total.In), Tables.Number(total.Out), isFirst ? Tables.Number(book.Gaps) : Tables.Cell(""));
            }
        }

        Tables.KeepWhole(table, 1, 2, 3, 6, 7, 8);
        return table;
    }

    private static string StateOf(CountBook book) => book.Status is { } status ? CameraTotals.Word(status.State) : "...";
}
