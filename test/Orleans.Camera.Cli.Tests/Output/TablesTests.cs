using Orleans.Camera.Cli.Output;
using Spectre.Console;

namespace Orleans.Camera.Cli.Tests.Output;

public sealed class TablesTests
{
    [Theory]
    [InlineData("door\u202Egpj")]
    [InlineData("door\u001b]0;owned\u0007")]
    [InlineData("door\r\nin 5")]
    [InlineData("door\u2028in 5")]
    [InlineData("[red]door[/]")]
    public void A_cell_is_text_whatever_is_in_it(string text)
    {
        using var output = new MemoryStream();
        using var console = new CommandConsole(output, TextWriter.Null, TimeProvider.System);
        var table = Tables.New("camera");
        table.AddRow(Tables.Cell(text));

        Tables.Write(console, table);

        var shown = System.Text.Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(5, shown.TrimEnd('\n').Split('\n').Length);
        Assert.DoesNotContain('\u202E', shown);
        Assert.DoesNotContain('\u2028', shown);
        Assert.DoesNotContain(shown, letter => char.IsControl(letter) && letter != '\n');
        Assert.Contains("door", shown, StringComparison.Ordinal);
    }
}
