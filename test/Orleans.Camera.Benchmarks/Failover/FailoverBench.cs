using Orleans.Camera.Cli;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>
/// Counts the same clips twice on three silos: undisturbed, and at the pace of their own times while faults strike. Whatever
/// differs was lost or counted twice.
/// </summary>
internal sealed class FailoverBench(FailoverClips clips, CommandConsole console, Action<string> progress)
{
    private const string Undisturbed = "undisturbed-";
    private const string Struck = "struck-";
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<FailoverReport> RunAsync(FailoverOptions options, CancellationToken cancellationToken)
    {
        progress($"seed {options.Seed}");
        var length = Warmup + (options.Count * FaultPlan.TimeFor(options.Fault));
        var reference = await clips.CamerasAsync(Undisturbed, options.Cameras, length, realTime: false, cancellationToken);
        var struck = await clips.CamerasAsync(Struck, options.Cameras, length, realTime: true, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("camera-failover-");
        try
        {
            await using var cluster = await FailoverCluster.StartAsync(folder.FullName, clips.Folder, console, cancellationToken);
            var database = new CountsDatabase(cluster.ConnectionString);
            await using var watch = new TakeoverWatch(database, console.Time);
            watch.Start();
            progress("counting undisturbed");
            await cluster.AddAsync(reference, cancellationToken);
            await EndAsync(watch, Undisturbed, options.Cameras, length + Patience, cancellationToken);

            progress($"counting for {length.TotalSeconds:0} s at least, with {options.Count} faults");
            await cluster.AddAsync(struck, cancellationToken);
            await BegunAsync(watch, options.Cameras, cancellationToken);
            watch.TakeLongestPause();
            var plan = new FaultPlan(options, cluster, watch, console.Time, progress);
            for (var number = 1; number <= options.Count; number++)
            {
                await plan.NextAsync(number, cancellationToken);
            }

            await EndAsync(watch, Struck, options.Cameras, length + Patience, cancellationToken);
            progress($"longest pause between two checkpoints of a camera: {watch.TakeLongestPause().TotalSeconds:0.00} s");
            return await CompareAsync(options, database, plan, watch, cancellationToken);
        }
        catch
        {
            progress($"the silos' logs are kept in {folder.FullName}/logs");
            folder = null;
            throw;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private static async Task<FailoverReport> CompareAsync(
        FailoverOptions options, CountsDatabase database, FaultPlan plan, TakeoverWatch watch, CancellationToken cancellationToken)
    {
        var all = await database.CrossingsAsync(cancellationToken);
        var expected = Of(all, Undisturbed);
        var counted = Of(all, Struck);
        var lost = Surplus(expected, counted);
        var duplicated = Surplus(counted, expected);
        var cameras = expected.Select(crossing => crossing.Camera).Concat(counted.Select(crossing => crossing.Camera)).Distinct(StringComparer.Ordinal);
        var differences = cameras.Sum(camera => Differences(
            [.. expected.Where(crossing => crossing.Camera == camera)], [.. counted.Where(crossing => crossing.Camera == camera)]));
        return new FailoverReport(
            options, expected.Count, lost, duplicated, differences, plan.Failovers, watch.ReRead,
            [.. plan.Problems, .. await database.HolesAsync(cancellationToken)]);
    }

    private static List<CountedCrossing> Of(List<CountedCrossing> all, string prefix) =>
        [.. all.Where(crossing => crossing.Camera.StartsWith(prefix, StringComparison.Ordinal))
            .Select(crossing => crossing with { Camera = crossing.Camera[prefix.Length..] })];

    /// <summary>How many of one list the other does not have, each counted as often as it occurs.</summary>
    private static int Surplus(List<CountedCrossing> of, List<CountedCrossing> over)
    {
        var known = over.CountBy(crossing => crossing).ToDictionary();
        return of.CountBy(crossing => crossing).Sum(crossing => Math.Max(0, crossing.Value - known.GetValueOrDefault(crossing.Key)));
    }

    private static int Differences(List<CountedCrossing> one, List<CountedCrossing> other) =>
        Enumerable.Range(0, Math.Max(one.Count, other.Count)).Count(at => at >= one.Count || at >= other.Count || one[at] != other[at]);

    private async Task BegunAsync(TakeoverWatch watch, int count, CancellationToken cancellationToken) =>
        await UntilAsync(
            () => watch.Latest.Values.Count(state => state.Camera.StartsWith(Struck, StringComparison.Ordinal) && state.Frame > 0) == count,
            Patience, "the cameras did not begin", cancellationToken);

    private async Task EndAsync(TakeoverWatch watch, string prefix, int count, TimeSpan limit, CancellationToken cancellationToken) =>
        await UntilAsync(
            () => watch.Latest.Values.Count(state => state.Camera.StartsWith(prefix, StringComparison.Ordinal) && state.HasEnded) == count,
            limit, $"the {prefix}cameras did not end: {string.Join(", ", watch.Latest.Values.Where(state => !state.HasEnded))}", cancellationToken);

    private async Task UntilAsync(Func<bool> isSo, TimeSpan limit, string otherwise, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (!isSo())
        {
            if (console.Time.GetElapsedTime(begin) > limit)
            {
                throw new BenchException(otherwise);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), console.Time, cancellationToken);
        }
    }
}
