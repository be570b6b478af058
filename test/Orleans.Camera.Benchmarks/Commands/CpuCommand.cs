using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Commands;

/// <summary><c>camera bench cpu -- PROGRAM ...</c>: what the benchmark's own meter says of a program and all its descendants.</summary>
internal static class CpuCommand
{
    private static readonly Argument<string[]> Program = new("program")
    {
        Description = "The program and its arguments, after --",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command("cpu", "CPU seconds of a program and all its descendants, as one JSON object") { Program };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var words = arguments.GetValue(Program)!;
        try
        {
            var run = await CpuMeter.RunAsync(new ProcessStartInfo(words[0], words[1..]), watch: null, cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(
                new { run.ExitCode, CpuSeconds = run.Cpu.TotalSeconds }, JsonSerializerOptions.Web));
            return 0;
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"camera bench: {words[0]}: {failure.Message}");
            return 1;
        }
    }
}
