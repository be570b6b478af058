using System.CommandLine;
using Orleans.Camera.Cli.Demo;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera demo [--once]</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var once = new Option<bool>("--once") { Description = "Counts one street as a file, and writes demo.mp4 and demo.png here." };
        var command = new Command("demo", "Generates streets with known truth, and counts them as live cameras until Ctrl-C.") { once };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(once))
            {
                return await new DemoRun(console).RunAsync(cancellationToken);
            }

            await new LiveDemo(console).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
