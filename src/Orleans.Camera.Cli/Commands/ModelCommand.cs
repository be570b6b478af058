using System.CommandLine;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera model</c>.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandConsole console)
    {
        _ = console;
        return new Command("model", "Adds, lists and removes detectors.") { new Command("list") };
    }
}
