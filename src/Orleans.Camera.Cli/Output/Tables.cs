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
