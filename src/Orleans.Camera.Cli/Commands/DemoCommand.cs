using System.CommandLine;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var command = new Command("demo", "Generates a street with known truth, counts it and compares.");
        command.SetAction(_ =>
        {
            console.Complain("the demo is not there yet");
            return ExitCode.Failure;
        });
        return command;
    }
}
