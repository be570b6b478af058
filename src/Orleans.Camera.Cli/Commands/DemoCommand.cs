using System.CommandLine;
using Orleans.Camera.Cli.Demo;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera demo [--live]</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var live = new Option<bool>("--live") { Description = "Counts four streets as live cameras of a cluster instead, until Ctrl-C." };
        var command = new Command("demo", "Generates a street with known truth, counts it, and writes demo.mp4 and demo.png here.") { live };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (!parse.GetValue(live))
            {
                return await new DemoRun(console).RunAsync(cancellationToken);
            }

            await new LiveDemo(console).RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
