using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Orleans.Camera.Testing.Simulation;

/// <summary>What the fault simulator found.</summary>
/// <param name="Schedules">How many schedules ran.</param>
/// <param name="Hash">The trace of the last one of the first process, as one number.</param>
/// <param name="Failures">Seeds that broke a promise, in order.</param>
public sealed record SimulationRun(int Schedules, string Hash, IReadOnlyList<SimulationFailure> Failures)
{
    /// <summary>The program, which the build puts beside whoever refers to it.</summary>
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "camera-simulation.dll");

    /// <summary>False on the official engine, whose parts cannot be replaced.</summary>
    public static bool IsPossible => File.Exists(Path.ChangeExtension(Program, "runtimeconfig.json"));

    /// <summary>
    /// Runs schedules in processes of their own: each has but one thread, which is why a seed replays.
    /// </summary>
    /// <param name="seed">The first seed; the next ones follow it.</param>
    /// <param name="schedules">How many.</param>
    /// <param name="processes">How many processes share them.</param>
    /// <param name="options"><c>--bug=NAME</c>, <c>--trace</c>, <c>--first</c>: stop at the first failure.</param>
    public static async Task<SimulationRun> OfAsync(int seed, int schedules, int processes, params string[] options)
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, processes).Select(offset => OneAsync(seed + offset, schedules - offset, processes, options)));
        return new SimulationRun(
            runs.Sum(run => run.Schedules), runs[0].Hash, [.. runs.SelectMany(run => run.Failures).OrderBy(failure => failure.Seed)]);
    }

    private static async Task<SimulationRun> OneAsync(int seed, int schedules, int stride, string[] options)
    {
        string[] numbers = [.. new[] { seed, schedules, stride }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. numbers, .. options]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var last = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith('{'))
            {
                await Console.Out.WriteLineAsync(line);
            }

            last = line;
        }

        await process.WaitForExitAsync();
        return process.ExitCode is 0 or 1
            ? JsonSerializer.Deserialize<SimulationRun>(last, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The simulator ended with exit code {process.ExitCode}.");
    }
}

/// <param name="Seed">Of the schedule: it fails again with it.</param>
/// <param name="Fault">What did not hold.</param>
public sealed record SimulationFailure(int Seed, string Fault);
