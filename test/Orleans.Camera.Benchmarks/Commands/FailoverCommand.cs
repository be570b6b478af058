using System.CommandLine;
using System.CommandLine.Parsing;
using Orleans.Camera.Benchmarks.Failover;
using Orleans.Camera.Benchmarks.Failover.Workers;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary>
/// <c>camera bench failover</c>: exit code 0 where nothing was lost or doubled and all counted again in time, 1 where not, 2
/// for wrong usage, 77 where a silo cannot be cut off on this machine.
/// </summary>
internal static class FailoverCommand
{
    private const int NotPossible = 77;
    private static readonly Option<string> Fault = new("--fault")
    {
        Description = $"{FaultOrders.Names}; several with commas, each with how often after a colon; or all",
        DefaultValueFactory = _ => "kill",
    };

    private static readonly Option<int?> Count = new("--count") { Description = "How often" };
    private static readonly Option<int?> Kills = new("--kills") { Description = "The same as --fault kill --count" };
    private static readonly Option<int?> Freezes = new("--freezes") { Description = "With --workers: how many silos are frozen and go on" };
    private static readonly Option<bool> Workers = new("--workers") { Description = "Kill and freeze silos of workers, 10 times each unless said otherwise, while cameras elsewhere send them pictures" };
    private static readonly Option<bool> Full = new("--full") { Description = "Every fault, as often as is promised for it: half an hour" };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of the moments and of the victims", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Cameras = new("--cameras") { Description = "How many", DefaultValueFactory = _ => 8 };
    private static readonly Option<double?> Outage = new("--outage")
    {
        Description = "For how many seconds a silo is frozen or cut off, and the store away; otherwise 15, and 30",
    };

    private static readonly Option<string?> Results = new("--results") { Description = "Write the report in Markdown to this file" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print nothing but JSON objects, one for each fault and then their sum" };

    public static Command Create()
    {
        Refuse(Count, value => value is < 1 or > FaultOrders.Most, $"from 1 to {FaultOrders.Most}");
        Refuse(Kills, value => value is < 0 or > FaultOrders.Most, $"from 0 to {FaultOrders.Most}");
        Refuse(Freezes, value => value is < 0 or > FaultOrders.Most, $"from 0 to {FaultOrders.Most}");
        Refuse(Cameras, value => value is < 1 or > 64, "from 1 to 64");
        Refuse(Outage, value => value is < 5 or > 60, "from 5 to 60");
        Fault.Validators.Add(result =>
        {
            if (FaultOrders.Read(result.GetValueOrDefault<string>(), 1) is { Orders: null, Wrong: var wrong })
            {
                result.AddError(wrong);
            }
        });
        var command = new Command("failover", "Kills, freezes, cuts off and drains silos that count, and compares with an undisturbed run")
        {
            Fault, Count, Kills, Freezes, Workers, Full, Seed, Cameras, Outage, Results, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Workers) ? result.GetResult(Fault) is { Implicit: false } || result.GetValue(Full) || WorkersOf(result).Faults == 0
                : result.GetValue(Freezes) is not null || result.GetValue(Kills) == 0)
            {
                result.AddError("--workers goes with --kills and --freezes, not both 0, and not with --fault and --full; --freezes and --kills 0 go with --workers alone");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static void Refuse<T>(Option<T> option, Func<T?, bool> isWrong, string range) => option.Validators.Add(result =>
    {
        if (isWrong(result.GetValueOrDefault<T>()))
        {
            result.AddError($"{option.Name}: it must be {range}");
        }
    });

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var console = CommandConsole.OfProcess();
        try
        {
            return arguments.GetValue(Workers)
                ? await FailoverWorkersCommand.RunAsync(WorkersOf(arguments.CommandResult), arguments.GetValue(Results), LineOf(arguments), console, cancellationToken)
                : await RunAsync(OptionsOf(arguments), arguments, console, cancellationToken);
        }
        catch (NoNetworkException failure)
        {
            await Console.Error.WriteLineAsync($"camera bench: {failure.Message}");
            return NotPossible;
        }
        catch (Exception failure) when (failure is BenchException or Cli.Cluster.ClusterException)
        {
            await Console.Error.WriteLineAsync($"camera bench: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static async Task<int> RunAsync(FailoverOptions options, ParseResult arguments, CommandConsole console, CancellationToken cancellationToken)
    {
        if (options.HasCuts)
        {
            await PrivateNetwork.EnterAsync(cancellationToken);
        }

        var begin = console.Time.GetTimestamp();
        var clips = new FailoverClips(Path.Combine(BenchFolder.Find(), "failover"), Console.Error.WriteLine);
        var reports = await new FailoverBench(clips, console, Console.Error.WriteLine).RunAsync(options, cancellationToken);
        if (arguments.GetValue(Results) is { } path)
        {
            await File.WriteAllTextAsync(
                path,
                FailoverPage.Write(
                    reports, options, LineOf(arguments), EngineInfo.Name, await Machine.DescribeAsync(cancellationToken), console.Time.GetUtcNow(), console.Time.GetElapsedTime(begin)),
                cancellationToken);
        }

        return Print(reports);
    }

    private static string LineOf(ParseResult arguments) => string.Join(' ', ["camera bench", .. arguments.Tokens.Select(token => token.Value)]);

    private static WorkersOptions WorkersOf(SymbolResult arguments) => new(arguments.GetValue(Kills) ?? 10, arguments.GetValue(Freezes) ?? 10, arguments.GetValue(Seed));

    private static FailoverOptions OptionsOf(ParseResult arguments)
    {
        var orders = arguments.GetValue(Full) ? FaultOrders.Full
            : arguments.GetValue(Kills) is { } kills ? [new FaultOrder(FaultKind.Kill, kills)]
            : FaultOrders.Read(arguments.GetValue(Fault)!, arguments.GetValue(Count) ?? 1).Orders!;
        return new FailoverOptions(
            orders, arguments.GetValue(Seed), arguments.GetValue(Cameras),
            arguments.GetValue(Outage) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static int Print(IReadOnlyList<FailoverReport> reports)
    {
        foreach (var report in reports)
        {
            foreach (var problem in report.Problems)
            {
                Console.Error.WriteLine($"{report.Order.Name}: {problem}");
            }

            Console.WriteLine(FailoverReport.Text(report.ToJson()));
        }

        if (reports.Count > 1)
        {
            Console.WriteLine(FailoverReport.Text(FailoverReport.Sum(reports)));
        }

        return reports.All(report => report.Reached) ? 0 : 1;
    }
}
