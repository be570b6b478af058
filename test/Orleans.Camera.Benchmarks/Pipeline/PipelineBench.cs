using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Contenders;
using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Pipeline;

/// <summary>Takes all the figures of the counting pipeline.</summary>
/// <param name="folder">Where generated clips are kept.</param>
/// <param name="progress">Told what runs; a line each.</param>
internal sealed class PipelineBench(string folder, TimeProvider time, Action<string> progress)
{
    private static readonly PictureSize[] Sizes = [new(768, 576), new(1920, 1080)];

    public async Task<BenchReport> RunAsync(PipelineBenchOptions options, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var machine = await Machine.DescribeAsync(cancellationToken);
        List<Clip> clips = [];
        List<ContenderResult> results = [];
        List<Measure> measures = [];
        await foreach (var clip in ClipsAsync(options, cancellationToken))
        {
            clips.Add(clip);
            var found = await Rounds.RunAsync(clip, Contenders(options, clip), options.Runs, progress, cancellationToken);
            results.AddRange(found);
            measures.AddRange(CpuMeasures.Of(clip, found));
            measures.Add(await Allocations.MeasureAsync(clip, cancellationToken));
        }

        if (options.Only.Count == 0)
        {
            measures.AddRange(DetectionBench.Run(options.DetectionModel, options.Runs, progress));
        }

        return new BenchReport(options.CommandLine, began, machine, options.Runs, clips, results, measures);
    }

    private async IAsyncEnumerable<Clip> ClipsAsync(
        PipelineBenchOptions options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Clip is { } path)
        {
            yield return await ClipProbe.ReadAsync(Path.GetFileName(path), path, decides: true, cancellationToken);
            yield break;
        }

        var store = new ClipStore(folder, progress);
        foreach (var recipe in Sizes.SelectMany(size => (ClipRecipe[])
            [new BusyClip(size, options.Pictures), new QuietClip(size, options.Pictures)]))
        {
            if (options.Clips.Count == 0 || options.Clips.Contains($"{recipe.Name} {recipe.Size}"))
            {
                yield return await store.GetAsync(recipe, cancellationToken);
            }
        }
    }

    /// <summary>Where the figures decide, all contenders; elsewhere FFmpeg and ours.</summary>
    private IReadOnlyList<IContender> Contenders(PipelineBenchOptions options, Clip clip)
    {
        IContender[] all =
        [
            new FfmpegDecode(),
            new CountCommand(),
            new PythonDesign("shared-memory", "Python, shared-memory ring", "shared_memory_ring"),
            new PythonDesign("pickled-queue", "Python, pickled queue", "pickled_queue"),
            new MotionDaemon(folder),
        ];
        return [.. all
            .Where(contender => clip.Decides || contender is FfmpegDecode or CountCommand)
            .Where(contender => options.Only.Count == 0 || options.Only.Contains(contender.Key))];
    }
}
