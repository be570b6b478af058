using System.CommandLine;
using Orleans.Camera.Cli.Demo;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var command = new Command("demo", "Generates a street with known truth, counts it, and writes demo.mp4 and demo.png here.");
        command.SetAction((_, cancellationToken) => new DemoRun(console).RunAsync(cancellationToken));
        return command;
    }
}
