using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Cli;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>How many live cameras a machine carries, beside <c>motion</c>: the two take turns on the same scene.</summary>
/// <param name="folder">Where clips are kept.</param>
/// <param name="progress">Told what happens.</param>
internal sealed class DensityBench(string folder, CommandConsole console, Action<string> progress)
{
    /// <summary>The key of our own program.</summary>
    public const string Ours = "ours";
    public const string Busy = "busy";
    public const string Quiet = "quiet";
    public const string Passer = "passer";

    /// <exception cref="BenchException">It cannot go on.</exception>
    public async Task<IReadOnlyList<DensityRow>> RunAsync(DensityOptions options, CancellationToken cancellationToken)
    {
        var store = new ClipStore(folder, progress);
        var rows = new List<DensityRow>();
        foreach (var (name, recipe, crowds) in Scenes(options).Where(scene => options.Only.Count == 0 || options.Only.Contains(scene.Name)))
        {
            ICrowd[] wanted = [.. crowds.Where(crowd => options.Programs.Count == 0 || options.Programs.Any(program => crowd.Key == program || crowd.Key.StartsWith(program + '-', StringComparison.Ordinal)))];
            rows.AddRange(await SearchAsync(name, await store.GetAsync(recipe, cancellationToken), wanted, options, cancellationToken));
        }

        return rows;
    }

    private IEnumerable<(string Name, ClipRecipe Recipe, ICrowd[] Crowds)> Scenes(DensityOptions options)
    {
        yield return (Busy, ClipOf(Passing.Many), Watchers());
        yield return (Quiet, ClipOf(Passing.Nobody), Watchers());
        yield return (Passer, ClipOf(Passing.Some), [new OurCrowd(options.Model ?? SmallModel(), console)]);

        ClipRecipe ClipOf(Passing passing) => new LiveClip(DensityOptions.Size, options.Pictures, DensityOptions.FramesPerSecond, passing);
    }

    private ICrowd[] Watchers() => [new OurCrowd(model: null, console), new MotionCrowd(everyPicture: true, console), new MotionCrowd(everyPicture: false, console)];

    private string SmallModel()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "small-detector.onnx");
        File.WriteAllBytes(path, SmallDetector.Build());
        return path;
    }

    private async Task<IEnumerable<DensityRow>> SearchAsync(
        string scene, Clip clip, ICrowd[] crowds, DensityOptions options, CancellationToken cancellationToken)
    {
        var able = crowds.Where(crowd => crowd.Missing is null).ToDictionary(
            crowd => crowd,
            crowd => new DensitySearch(
                DensityOptions.First, options.Most, DensityOptions.FramesPerSecond, crowd.IsForInformation ? DensitySearch.Coarse : DensitySearch.Fine));
        while (able.Any(pair => pair.Value.Next() is not null))
        {
            foreach (var (crowd, search) in able.Where(pair => pair.Value.Next() is not null))
            {
                var cameras = search.Next()!.Value;
                progress($"{scene}: {crowd.Title}, {cameras} cameras");
                var sample = await MeasureAsync(crowd, clip, cameras, options.Window, cancellationToken);
                progress(FormattableString.Invariant(
                    $"{scene}: {crowd.Title}, {cameras} cameras: {sample.Cpu:P1} of the machine, p99 {sample.LatencyP99?.TotalMilliseconds:0} ms, at least {sample.LeastFps:0.0} pictures/s, {sample.DetectionShare:P0} detected, {sample.MiBPerCamera:0.0} MiB a camera"));
                search.Add(sample);
            }
        }

        return crowds.Select(crowd => able.TryGetValue(crowd, out var search)
            ? new DensityRow(scene, crowd.Key, crowd.Title, search.Samples, search.Best, Note: null)
            : new DensityRow(scene, crowd.Key, crowd.Title, [], Best: null, crowd.Missing));
    }

    /// <summary>A program that does not begin is tried once more: an hour of measuring is not given up for it.</summary>
    private async Task<CrowdSample> MeasureAsync(ICrowd crowd, Clip clip, int cameras, TimeSpan window, CancellationToken cancellationToken)
    {
        try
        {
            return await crowd.MeasureAsync(clip, cameras, window, cancellationToken);
        }
        catch (BenchException failure)
        {
            progress($"once more: {failure.Message}");
            return await crowd.MeasureAsync(clip, cameras, window, cancellationToken);
        }
    }
}
