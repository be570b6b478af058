using System.CommandLine;
using Orleans.Camera.Benchmarks.Pipeline;
using Orleans.Camera.Benchmarks.Report;
using Spectre.Console;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench pipeline</c>: exit code 0 where every figure is reached, 1 where not, 2 for wrong usage.</summary>
internal static class PipelineCommand
{
    private static readonly Option<string?> Clip = new("--clip") { Description = "Your own video in place of the generated clips" };
    private static readonly Option<int> Runs = new("--runs")
    {
        Description = "Rounds after the one to warm up",
        DefaultValueFactory = _ => PipelineBenchOptions.FewestRuns,
    };

    private static readonly Option<int> Pictures = new("--pictures")
    {
        Description = "Pictures of the generated clips",
        DefaultValueFactory = _ => PipelineBenchOptions.FewestPictures,
    };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Contenders to run: ffmpeg, ours, shared-memory, pickled-queue, motion",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Clips = new("--clips")
    {
        Description = "Generated clips to use, for example \"busy 768x576\"",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Model = new("--detection-model") { Description = "ONNX model for the detection row" };
    private static readonly Option<string?> Results = new("--results") { Description = "Write the report in Markdown to this file" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object in place of tables" };

    public static Command Create()
    {
        Refuse(Runs, value => value < 1, "at least 1");
        Refuse(Pictures, value => value < 100, "at least 100");
        var command = new Command("pipeline", "CPU time and memory of the counting pipeline, beside FFmpeg, Python designs and motion")
        {
            Clip, Runs, Pictures, Only, Clips, Model, Results, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static void Refuse(Option<int> option, Func<int, bool> wrong, string range) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && wrong(value))
        {
            result.AddError($"{option.Name} {value}: it must be {range}");
        }
    });

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = new PipelineBenchOptions
        {
            Clip = arguments.GetValue(Clip),
            Runs = arguments.GetValue(Runs),
            Pictures = arguments.GetValue(Pictures),
            Only = arguments.GetValue(Only) ?? [],
            Clips = arguments.GetValue(Clips) ?? [],
            DetectionModel = arguments.GetValue(Model),
            Results = arguments.GetValue(Results),
            Json = arguments.GetValue(Json),
            CommandLine = string.Join(' ', ["camera bench", .. arguments.Tokens.Select(token => token.Value.Contains(' ') ? $"\"{token.Value}\"" : token.Value)]),
        };
        try
        {
            var bench = new PipelineBench(BenchFolder.Find(), TimeProvider.System, Console.Error.WriteLine);
            return await PrintAsync(options, await bench.RunAsync(options, cancellationToken), cancellationToken);
        }
        catch (BenchException failure)
        {
            await Console.Error.WriteLineAsync($"camera bench: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static async Task<int> PrintAsync(
        PipelineBenchOptions options, BenchReport report, CancellationToken cancellationToken)
    {
        if (options.Json)
        {
            Console.WriteLine(JsonReport.Write(report));
        }
        else
        {
            TableReport.Write(report, AnsiConsole.Console);
        }

        if (options.Results is { } path)
        {
            await File.WriteAllTextAsync(path, MarkdownReport.Write(report), cancellationToken);
        }

        return report.Reached ? 0 : 1;
    }
}
