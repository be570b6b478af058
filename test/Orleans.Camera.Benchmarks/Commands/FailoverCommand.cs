using System.CommandLine;
using Orleans.Camera.Benchmarks.Failover;
using Orleans.Camera.Cli;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench failover</c>: exit code 0 where nothing was lost or doubled and all counted again in time.</summary>
internal static class FailoverCommand
{
    private const int Most = 1000;
    private static readonly Option<string> Fault = new("--fault") { Description = "kill, freeze, drain, store, store-kill or pair", DefaultValueFactory = _ => "kill" };
    private static readonly Option<int?> Count = new("--count") { Description = "How often" };
    private static readonly Option<int?> Kills = new("--kills") { Description = "The same as --fault kill --count" };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of the moments and of the victims", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Cameras = new("--cameras") { Description = "How many", DefaultValueFactory = _ => 8 };
    private static readonly Option<bool> Json = new("--json") { Description = "Print nothing but one JSON object" };

    public static Command Create()
    {
        Fault.AcceptOnlyFromAmong("kill", "freeze", "drain", "store", "store-kill", "pair");
        Count.Validators.Add(result => Refuse(result.GetValueOrDefault<int?>() is < 1 or > Most, $"--count: it must be from 1 to {Most}", result));
        Kills.Validators.Add(result => Refuse(result.GetValueOrDefault<int?>() is < 1 or > Most, $"--kills: it must be from 1 to {Most}", result));
        Cameras.Validators.Add(result => Refuse(result.GetValueOrDefault<int>() is < 1 or > 64, "--cameras: it must be from 1 to 64", result));
        var command = new Command("failover", "Kills, freezes and drains silos that count, and compares with an undisturbed run") { Fault, Count, Kills, Seed, Cameras, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static void Refuse(bool isWrong, string message, System.CommandLine.Parsing.OptionResult result)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var kills = arguments.GetValue(Kills);
        var fault = kills is null ? arguments.GetValue(Fault)! : "kill";
        var options = new FailoverOptions(
            Enum.Parse<FaultKind>(fault.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            kills ?? arguments.GetValue(Count) ?? 1, arguments.GetValue(Seed), arguments.GetValue(Cameras), arguments.GetValue(Json));
        using var console = CommandConsole.OfProcess();
        try
        {
            var clips = new FailoverClips(Path.Combine(BenchFolder.Find(), "failover"), Console.Error.WriteLine);
            var report = await new FailoverBench(clips, console, Console.Error.WriteLine).RunAsync(options, cancellationToken);
            foreach (var problem in report.Problems)
            {
                await Console.Error.WriteLineAsync(problem);
            }

            Console.WriteLine(report.ToJson());
            return report.Reached ? 0 : 1;
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
}
