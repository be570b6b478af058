using System.CommandLine;
using Orleans.Camera.Cli.Demo;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera demo [--once]</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var once = new Option<bool>("--once") { Description = "Counts one street as a file instead, and writes demo.mp4 and demo.png here." };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Who comes when.", DefaultValueFactory = _ => 1 };
        var command = new Command("demo", "Counts four generated streets as live cameras, beside what is true, until Ctrl-C.") { once, seed };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(once))
            {
                return await new DemoRun(console, parse.GetValue(seed)).RunAsync(cancellationToken);
            }

            await new LiveDemo(console, parse.GetValue(seed)).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
