using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>Takes all the figures of workers and of many cameras.</summary>
/// <param name="folder">Where generated clips are kept.</param>
/// <param name="progress">Told what runs; a line each.</param>
internal sealed class ClusterBench(string folder, CommandConsole console, Action<string> progress)
{
    /// <summary>Inputs of the generated models.</summary>
    private static readonly int[] Sides = [SmallDetector.UsualSide, 640];

    public async Task<BenchReport> RunAsync(ClusterBenchOptions options, CancellationToken cancellationToken)
    {
        var began = console.Time.GetUtcNow();
        var machine = await Machine.DescribeAsync(cancellationToken);
        using var models = new TemporaryFolder();
        var files = options.Model is { } own ? [Path.GetFullPath(own)] : Array.ConvertAll(Sides, side => Generate(models, side));
        var measures = new List<Measure>();
        foreach (var file in options.Has("rates") ? files : [])
        {
            measures.AddRange(await new RateBench(console, progress).RunAsync(file, options.Runs, cancellationToken));
        }

        if (options.Has("balance"))
        {
            measures.AddRange(await new BalanceBench(console.Time, progress).RunAsync(cancellationToken));
        }

        if (options.Has("cost"))
        {
            measures.AddRange(await new CostBench(Path.Combine(folder, "cluster"), console, progress).RunAsync(cancellationToken));
        }

        if (options.Has("latency"))
        {
            measures.AddRange(await new LatencyBench(console.Time, progress).RunAsync(files[0], cancellationToken));
        }

        return new BenchReport(options.CommandLine, began, machine, options.Runs, Clips: [], Contenders: [], measures);
    }

    private static string Generate(TemporaryFolder folder, int side)
    {
        var path = folder[$"small-detector-{side}.onnx"];
        File.WriteAllBytes(path, SmallDetector.Build(side));
        return path;
    }
}
