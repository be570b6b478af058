using System.CommandLine;
using Orleans.Camera.Benchmarks.Density;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench density</c>: exit code 0 where every figure is reached, 1 where not, 2 for wrong usage.</summary>
internal static class DensityCommand
{
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long a step is measured", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> Most = new("--most") { Description = "Cameras at once, never more", DefaultValueFactory = _ => 400 };
    private static readonly Option<string[]> Scenes = new("--scenes")
    {
        Description = $"{DensityBench.Busy}, {DensityBench.Quiet}, {DensityBench.Passer}; all where it is left out",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Programs = new("--programs")
    {
        Description = $"{DensityBench.Ours}, {MotionCrowd.EveryPicture}, {MotionCrowd.AsItComes}; all where it is left out",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Model = new("--detection-model") { Description = "ONNX model of the scene with a detector" };
    private static readonly Option<string?> Results = new("--results") { Description = "Write the report in Markdown to this file" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object in place of the report" };

    public static Command Create()
    {
        Refuse(Seconds, value => value is < 5 or > 600, "from 5 to 600");
        Refuse(Most, value => value is < 1 or > 2000, "from 1 to 2000");
        Scenes.AcceptOnlyFromAmong(DensityBench.Busy, DensityBench.Quiet, DensityBench.Passer);
        Programs.AcceptOnlyFromAmong(DensityBench.Ours, MotionCrowd.EveryPicture, MotionCrowd.AsItComes);
        var command = new Command("density", "How many live cameras this machine carries, beside motion") { Seconds, Most, Scenes, Programs, Model, Results, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static void Refuse(Option<int> option, Func<int, bool> isWrong, string range) => option.Validators.Add(result =>
    {
        if (isWrong(result.GetValueOrDefault<int>()))
        {
            result.AddError($"{option.Name}: it must be {range}");
        }
    });

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = new DensityOptions(
            TimeSpan.FromSeconds(arguments.GetValue(Seconds)), arguments.GetValue(Most), arguments.GetValue(Scenes) ?? [], arguments.GetValue(Programs) ?? [],
            arguments.GetValue(Model) is { } model ? Path.GetFullPath(model) : null);
        using var console = CommandConsole.OfProcess();
        try
        {
            var begin = console.Time.GetTimestamp();
            var machine = await Machine.DescribeAsync(cancellationToken);
            var rows = await new DensityBench(BenchFolder.Find(), console, Console.Error.WriteLine).RunAsync(options, cancellationToken);
            var report = new DensityReport(
                string.Join(' ', ["camera bench", .. arguments.Tokens.Select(token => token.Value)]), console.Time.GetUtcNow(),
                console.Time.GetElapsedTime(begin), machine, options, rows);
            Console.WriteLine(arguments.GetValue(Json) ? DensityPage.Json(report) : DensityPage.Markdown(report));
            if (arguments.GetValue(Results) is { } path)
            {
                await File.WriteAllTextAsync(path, DensityPage.Markdown(report), cancellationToken);
            }

            return report.Reached ? 0 : 1;
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
}
