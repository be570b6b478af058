using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>The product as users run it: <c>camera count CLIP --json</c>, start-up and FFmpeg child included.</summary>
/// <param name="key">Its name in the JSON report.</param>
/// <param name="arguments">Further arguments of <c>count</c>.</param>
internal sealed class CountCommand(string key = "ours", params string[] arguments) : IContender
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "camera.dll");

    public string Key => key;

    public string Title => string.Join(' ', ["camera count CLIP --json", .. arguments]);

    public string? Missing => File.Exists(Program) ? null : $"{Program} is not there: build the solution";

    public async Task<CpuSample> RunAsync(Clip clip, CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo("dotnet");
        foreach (var argument in (string[])[Program, "count", clip.Path, "--json", .. arguments])
        {
            command.ArgumentList.Add(argument);
        }

        var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
        var summary = run.Output.Split('\n')[^1];
        if (run.ExitCode != 0 || !summary.StartsWith('{'))
        {
            throw new BenchException($"camera count {clip.Name}: exit code {run.ExitCode}: {run.Errors}");
        }

        using var document = JsonDocument.Parse(summary);
        return new CpuSample(run.Cpu, document.RootElement.GetProperty("frames").GetInt64());
    }
}
