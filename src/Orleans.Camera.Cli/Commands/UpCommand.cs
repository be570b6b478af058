using System.CommandLine;
using System.Text.Json.Nodes;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera up</c>: a cluster in this one process, with SQLite.</summary>
internal static class UpCommand
{
    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var cameras = new Option<string?>("--cameras") { HelpName = "FILE", Description = "Cameras to begin with, like silo-config/cameras.json." };
        var command = new Command("up", "Counts on cameras, in one process, until Ctrl-C.") { cameras };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = SettingsOf(where.StateOf(parse), where.FilesOf(parse), parse.GetValue(cameras));
            await SiloProcess.RunAsync(settings, console, cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Whatever the files say of the store: it is SQLite in the state folder, and no cluster.</summary>
    public static SiloSettings SettingsOf(string state, IEnumerable<string> files, string? cameras)
    {
        var ports = FreePort.Some(2);
        var defaults = Defaults.OfCommand();
        defaults["Endpoints"] = new JsonObject { ["SiloPort"] = ports[0], ["GatewayPort"] = ports[1] };
        var demands = new JsonObject { ["State"] = state, ["Store"] = new JsonObject { ["Provider"] = "sqlite" } };
        if (cameras is not null)
        {
            demands["Cameras"] = Path.GetFullPath(cameras);
        }

        return SiloSettings.Read(
            [ConfigurationText.OfCommand("up", defaults), .. files.Select(ConfigurationText.OfFile)],
            Environment.GetEnvironmentVariables(),
            ConfigurationText.OfCommand("command line", demands));
    }
}

/// <summary><c>camera silo</c>: one silo of a cluster.</summary>
internal static class SiloCommand
{
    public static Command Create(CommandConsole console)
    {
        var config = new WhereOptions().Config;
        config.Required = true;
        var command = new Command("silo", "Runs one silo of a cluster, until SIGTERM.") { config };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = SiloSettings.Read(parse.GetValue(config)!.Select(ConfigurationText.OfFile), Environment.GetEnvironmentVariables());
            return await SiloProcess.RunAsync(settings, console, cancellationToken) ? ExitCode.Success : ExitCode.Cluster;
        });
        return command;
    }
}
