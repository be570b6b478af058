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
        Start(console), Stop(console), Kill(console), Status(console), Keep(console),
    };

    private static Command Start(CommandConsole console)
    {
        var where = new WhereOptions();
        var silos = new Option<int>("--silos") { HelpName = "N", Description = "How many silos.", DefaultValueFactory = _ => 3 };
        var command = new Command("start", "Starts the database and the silos that do not run yet, and again whatever dies of them.") { silos };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var count = parse.GetValue(silos);
            if (count is < 1 or > MostSilos)
            {
                throw new UsageException($"--silos {count} is too few or too many: it is a number from 1 to {MostSilos}.");
            }

            var state = where.StateOf(parse);
            using var turn = await ClusterLock.TakeAsync(state, console.Time, cancellationToken);
            var cluster = new LocalCluster(state, console);
            try
            {
                var address = await cluster.KeepAsync(await cluster.StartAsync(count, where.FilesOf(parse), cancellationToken), cancellationToken);
                Write(console, address.Processes);
                return ExitCode.Success;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                console.Complain("interrupted; what has started runs on: ./camera cluster stop ends it, ./camera cluster start goes on with it.");
                throw;
            }
        });
        return command;
    }

    private static Command Stop(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("stop", "Stops the silos in good order, then the database.") { where.State };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var state = where.StateOf(parse);
            var cluster = new LocalCluster(state, console);
            cluster.Require();
            using var turn = await ClusterLock.TakeAsync(state, console.Time, cancellationToken);
            await cluster.StopAsync(cancellationToken);
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
            console.Write($"killed {silo.Name} (process {silo.Id}); it is started again after {ClusterKeeper.FirstPause.TotalSeconds:0} s\n");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>What <c>start</c> leaves behind; of no use to anybody else.</summary>
    private static Command Keep(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("keep", "Starts again what dies of a cluster.") { where.State };
        command.Hidden = true;
        command.SetAction(async (parse, cancellationToken) =>
        {
            await new ClusterKeeper(where.StateOf(parse), console).RunAsync(cancellationToken);
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
            table.AddRow(Tables.Cell(process.Name), Tables.Cell($"{process.Id}"), Tables.Cell(process.IsAlive ? "runs" : "has ended"));
        }

        Tables.Write(console, table);
    }
}
