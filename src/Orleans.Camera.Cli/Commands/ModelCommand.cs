using System.CommandLine;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera model</c>.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandConsole console)
    {
        var command = new Command("model", "Adds, lists and removes detectors.");
        command.SetAction(_ =>
        {
            console.Complain("models are not there yet");
            return ExitCode.Failure;
        });
        return command;
    }
}
