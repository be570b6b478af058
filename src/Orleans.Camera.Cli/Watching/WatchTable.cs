using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Cli.Output;
using Spectre.Console;

namespace Orleans.Camera.Cli.Watching;

/// <summary>The table of <c>camera watch</c>: a row for each line and label.</summary>
internal static class WatchTable
{
    public static Table Of(IReadOnlyList<CountBook> books)
    {
        var table = Tables.New("camera", "state", "pictures/s", "picture", "line", "label", "in", "out", "gaps");
        foreach (var book in books)
        {
            var totals = book.Totals is { Count: > 0 } some ? some : [new CountTotal("", "", 0, 0)];
            for (var row = 0; row < totals.Count; row++)
            {
                var total = totals[row];
                var isFirst = row == 0;
                table.AddRow(
                    new Text(isFirst ? book.Camera : ""), new Text(isFirst ? StateOf(book) : ""),
                    new Text(isFirst ? $"{book.Status?.ProcessFps:0.0}" : "").RightJustified(),
                    isFirst ? Tables.Number(book.Status?.Frame ?? 0) : new Text(""), new Text(total.Line), new Text(total.Label),
                    Tables.Number(total.In), Tables.Number(total.Out), isFirst ? Tables.Number(book.Gaps) : new Text(""));
            }
        }

        return table;
    }

    /// <summary>A camera's state, and why where all is not well.</summary>
    public static string StateOf(CountBook book) => book.Status is not { } status ? "..."
        : status.Reason.Length == 0 ? StatusCommand.Word(status.State)
        : $"{StatusCommand.Word(status.State)}: {OneLine.From(status.Reason)}";
}
