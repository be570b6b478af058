using System.CommandLine;
using Orleans.Camera.Benchmarks.Cluster;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench cluster</c>: exit code 0 where every figure is reached, 1 where not, 2 for wrong usage.</summary>
internal static class ClusterCommand
{
    private static readonly Option<int> Runs = new("--runs")
    {
        Description = "Rounds of the rates",
        DefaultValueFactory = _ => ClusterBenchOptions.FewestRuns,
    };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = $"Parts to run: {string.Join(", ", ClusterBenchOptions.Parts)}",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Model = new("--model") { Description = "Your own ONNX detector in place of the generated ones" };
    private static readonly Option<string?> Results = new("--results") { Description = "Write the report in Markdown to this file" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object in place of lines" };

    public static Command Create()
    {
        Runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100)
            {
                result.AddError("--runs: it must be from 1 to 100");
            }
        });
        Only.AcceptOnlyFromAmong(ClusterBenchOptions.Parts);
        var command = new Command("cluster", "Pictures per second by way of workers, their balance, what a camera costs, and how soon a crossing is told")
        {
            Runs, Only, Model, Results, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = new ClusterBenchOptions
        {
            Runs = arguments.GetValue(Runs),
            Only = arguments.GetValue(Only) ?? [],
            Model = arguments.GetValue(Model),
            Results = arguments.GetValue(Results),
            Json = arguments.GetValue(Json),
            CommandLine = string.Join(' ', ["camera bench", .. arguments.Tokens.Select(token => token.Value)]),
        };
        using var console = CommandConsole.OfProcess();
        try
        {
            var report = await new ClusterBench(BenchFolder.Find(), console, Console.Error.WriteLine).RunAsync(options, cancellationToken);
            return await PrintAsync(options, report, cancellationToken);
        }
        catch (Exception failure) when (failure is BenchException or ModelException or Cli.Cluster.ClusterException or StartException)
        {
            await Console.Error.WriteLineAsync($"camera bench: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static async Task<int> PrintAsync(ClusterBenchOptions options, BenchReport report, CancellationToken cancellationToken)
    {
        if (options.Json)
        {
            Console.WriteLine(JsonReport.Write(report));
        }
        else
        {
            foreach (var measure in report.Measures)
            {
                Console.WriteLine($"{measure.Title}, {measure.On}: {string.Join(' ', TableReport.Figures(measure.Value, measure.Note, "0.###"))}"
                    + (measure.Decides ? $" ({measure.Limit}: {TableReport.Verdict(measure)})" : ""));
            }
        }

        if (options.Results is { } path)
        {
            await File.WriteAllTextAsync(path, ClusterPage.Write(report, EngineInfo.Name), cancellationToken);
        }

        return report.Reached ? 0 : 1;
    }
}
