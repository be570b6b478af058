using System.CommandLine;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Output;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera cluster start | stop | kill N | status</c>.</summary>
internal static class ClusterCommand
{
    private const int MostSilos = 16;

    public static Command Create(CommandConsole console) => new("cluster", "A cluster of processes on this machine, with a database of its own.")
    {
        Start(console), Stop(console), Kill(console), Status(console),
    };

    private static Command Start(CommandConsole console)
    {
        var where = new WhereOptions();
        var silos = new Option<int>("--silos") { HelpName = "N", Description = "How many silos. Default: 3.", DefaultValueFactory = _ => 3 };
        var command = new Command("start", "Starts the database and the silos that do not run yet.") { silos };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var count = parse.GetValue(silos);
            if (count is < 1 or > MostSilos)
            {
                throw new UsageException($"--silos {count} is too few or too many: it is a number from 1 to {MostSilos}.");
            }

            var address = await new LocalCluster(where.StateOf(parse), console).StartAsync(count, where.FilesOf(parse), cancellationToken);
            Write(console, address.Processes);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Stop(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("stop", "Stops the silos in good order, then the database.") { where.State };
        command.SetAction(async (parse, cancellationToken) =>
        {
            await new LocalCluster(where.StateOf(parse), console).StopAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Kill(CommandConsole console)
    {
        var where = new WhereOptions();
        var number = new Argument<int>("N") { Description = "Which silo, from 1." };
        var command = new Command("kill", "Ends a silo at once, as a power cut does.") { number, where.State };
        command.SetAction(parse =>
        {
            var silo = new LocalCluster(where.StateOf(parse), console).Kill(parse.GetValue(number));
            console.Write($"killed {silo.Name} (process {silo.Id})\n");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Status(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("status", "Shows which processes run.") { where.State };
        command.SetAction(parse =>
        {
            var processes = new LocalCluster(where.StateOf(parse), console).Require().Processes;
            Write(console, processes);
            return processes.All(process => process.IsAlive) ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void Write(CommandConsole console, IReadOnlyList<KnownProcess> processes)
    {
        var table = Tables.New("process", "number", "state");
        foreach (var process in processes)
        {
            table.AddRow(new Text(process.Name), new Text($"{process.Id}"), new Text(process.IsAlive ? "runs" : "has ended"));
        }

        Tables.Write(console, table);
    }
}
