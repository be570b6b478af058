using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Camera.Cli.Output;

/// <summary>Tables on standard output, with colours and the terminal's width only where there is a terminal.</summary>
internal static class Tables
{
    public static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    /// <summary>
    /// A text, of others mostly: in one line, and without what a terminal would take for itself. Where it is too long for its
    /// column it is broken by the cells that it takes, and between signs only.
    /// </summary>
    public static Paragraph Cell(string text)
    {
        // Spectre breaks a long word between any two UTF-16 units, also within an emoji; what stands alone it leaves whole.
        var cell = new Paragraph();
        var line = OneLine.From(text);
        var from = 0;
        for (var at = 0; at < line.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(line, at);
            if (length > 1)
            {
                cell.Append(line[from..at]).Append(line.Substring(at, length));
                from = at + length;
            }

            at += length;
        }

        return cell.Append(line[from..]);
    }

    /// <summary>How many columns of a terminal a text takes: two for most of what is written in East Asia, and for emoji.</summary>
    public static int WidthOf(string text) => new Segment(text).CellCount();

    /// <summary>Columns that are never broken, so that those with names of others give way where there is little room.</summary>
    public static void KeepWhole(Table table, params int[] columns) => Array.ForEach(columns, column => table.Columns[column].NoWrap());

    /// <summary>A number, aligned to the right by the column that it is in.</summary>
    public static Text Number(long value) => new Text(value.ToString("N0")).RightJustified();

    public static void Write(CommandConsole console, IRenderable content)
    {
        using var text = new StringWriter();
        var ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = console.IsOutTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = console.IsOutTerminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        ansi.Profile.Width = console.Width;
        ansi.Write(content);
        console.Write(text.ToString());
    }
}
