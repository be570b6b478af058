using System.CommandLine;
using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Parsing;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera count SOURCE</c>.</summary>
internal static class CountCommand
{
    public static Command Create(CommandConsole console)
    {
        var options = new CountOptions();
        var command = new Command("count", "Counts what crosses lines and fills zones in a source.");
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
            new CountRun(CountSettingsParser.Parse(parse, options), console, CountSinks.OpenAsync).RunAsync(cancellationToken));
        return command;
    }
}
