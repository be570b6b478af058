using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Testing.Simulation;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench simulate</c>: exit code 0 where every schedule kept every promise.</summary>
internal static class SimulateCommand
{
    private const int Most = 1_000_000;
    private static readonly Option<int> Schedules = new("--schedules") { Description = "How many", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of the first schedule; the next ones follow it", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Trace = new("--trace") { Description = "Print what happened, of one schedule" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print nothing but one JSON object" };

    public static Command Create()
    {
        Schedules.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Most)
            {
                result.AddError($"--schedules: it must be from 1 to {Most}");
            }
        });
        var command = new Command("simulate", "Three silos, four cameras and their workers on a clock of their own, with faults from a seed") { Schedules, Seed, Trace, Json };
        command.SetAction((arguments, _) => RunAsync(arguments));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        if (!SimulationRun.IsPossible)
        {
            await Console.Error.WriteLineAsync("camera bench: the simulator replaces parts of the stand-in engine: set CAMERA_ENGINE=standin");
            return 1;
        }

        var (schedules, seed, isTraced) = (arguments.GetValue(Schedules), arguments.GetValue(Seed), arguments.GetValue(Trace));
        var watch = Stopwatch.StartNew();
        var processes = isTraced || schedules == 1 ? 1 : Math.Min(schedules, Environment.ProcessorCount);
        var run = await SimulationRun.OfAsync(seed, schedules, processes, isTraced ? ["--trace"] : []);
        foreach (var failure in arguments.GetValue(Json) ? [] : run.Failures)
        {
            Console.WriteLine($"seed {failure.Seed}: {failure.Fault}");
            Console.WriteLine($"  replay: camera bench simulate --seed {failure.Seed} --schedules 1 --trace");
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new { run.Schedules, Seed = seed, Seconds = Math.Round(watch.Elapsed.TotalSeconds, 1), run.Hash, run.Failures }, JsonSerializerOptions.Web));
        return run.Failures.Count == 0 ? 0 : 1;
    }
}
