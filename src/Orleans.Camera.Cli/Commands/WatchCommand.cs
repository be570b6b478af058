using System.CommandLine;
using Orleans.Camera.Cli.Watching;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera watch [CAMERA] [--json]</c>.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var name = new Argument<string?>("CAMERA") { Description = "Only this one.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object for each event and alert, from now on." };
        var command = new Command("watch", "Shows counts as they grow, and alerts, until Ctrl-C.") { name, json };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            await new WatchRun(session.Client, console) { Json = parse.GetValue(json), ShowsAlerts = true }.RunAsync(parse.GetValue(name), cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }
}
