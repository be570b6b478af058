using Npgsql;
using Orleans.Camera.Cli;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>
/// Counts the same clips twice on three silos: undisturbed, and at the pace of their own times while faults strike. Whatever
/// differs was lost or counted twice.
/// </summary>
/// <remarks>
/// What is compared ends with the picture that each struck camera has stored when the faults are over, so that nobody waits
/// for clips to end that are longer than they took. It is compared a while later, because a line may tell ten seconds after
/// a picture that somebody crossed it there.
/// </remarks>
internal sealed class FailoverBench(FailoverClips clips, CommandConsole console, Action<string> progress)
{
    public const string Struck = "struck-";
    private const string Undisturbed = "undisturbed-";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(15);

    /// <exception cref="BenchException">It cannot go on.</exception>
    public async Task<IReadOnlyList<FailoverReport>> RunAsync(FailoverOptions options, CancellationToken cancellationToken)
    {
        progress($"seed {options.Seed}");
        var reference = await clips.CamerasAsync(Undisturbed, options.Cameras, options.Footage, realTime: false, cancellationToken);
        var struck = await clips.CamerasAsync(Struck, options.Cameras, options.Footage, realTime: true, cancellationToken);
        DirectoryInfo? folder = Directory.CreateTempSubdirectory("camera-failover-");
        try
        {
            await using var cluster = await FailoverCluster.StartAsync(folder.FullName, clips.Folder, options.HasCuts, console, cancellationToken);
            var database = new CountsDatabase(cluster.ConnectionString);
            var history = new CommitHistory(cluster.ConnectionString);
            await history.BeginAsync(Struck, cancellationToken);
            await using var watch = new TakeoverWatch(database, console.Time);
            watch.Start();
            progress($"counting {options.Footage.TotalSeconds:0} s undisturbed");
            await cluster.AddAsync(reference, cancellationToken);
            await UntilAsync(() => Count(watch, Undisturbed, state => state.HasEnded) == options.Cameras, options.Footage + Patience, "end", watch, cancellationToken);

            progress("counting at the pace of the pictures");
            await cluster.AddAsync(struck, cancellationToken);
            await UntilAsync(() => Count(watch, Struck, state => state.Frame > 0) == options.Cameras, Patience, "begin", watch, cancellationToken);
            await using var announcements = new AnnouncementWatch(
                await cluster.ConnectAsync(cancellationToken), [.. struck.Select(camera => camera.Name)], console.Time);
            var results = options.Faults.Select(order => new FaultResult(order)).ToList();
            foreach (var result in results)
            {
                await new FaultPlan(options, result, cluster, watch, announcements, console.Time, progress).RunAsync(cancellationToken);
            }

            var until = watch.Latest.ToDictionary(pair => pair.Key, pair => pair.Value.Frame);
            await UntilAsync(() => Count(watch, Struck, state => IsFarBeyond(state, until)) == options.Cameras, Afterwards + Patience, "go on", watch, cancellationToken);
            NpgsqlConnection.ClearAllPools(); // Some are of before the store was away.
            var comparison = new Comparison(until, await database.CrossingsAsync(cancellationToken), Undisturbed, Struck);
            results[^1].Problems.AddRange(await database.HolesAsync(cancellationToken));
            var reports = FailoverReport.Of(options, results, comparison, await history.ReadAsync(cancellationToken), announcements.Heard);
            if (reports.Any(report => !report.IsRight))
            {
                folder = Keep(folder);
            }

            return reports;
        }
        catch
        {
            folder = Keep(folder);
            throw;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    /// <returns>Nothing that has to be deleted.</returns>
    private DirectoryInfo? Keep(DirectoryInfo? folder)
    {
        progress($"the silos' logs are kept in {folder?.FullName}/logs");
        return null;
    }

    private static bool IsFarBeyond(StoredState state, Dictionary<string, long> until) =>
        state.HasEnded || state.Frame > until.GetValueOrDefault(state.Camera) + (long)(Afterwards.TotalSeconds * FailoverClips.FramesPerSecond);

    private static int Count(TakeoverWatch watch, string prefix, Func<StoredState, bool> isSo) =>
        watch.Latest.Values.Count(state => state.Camera.StartsWith(prefix, StringComparison.Ordinal) && isSo(state));

    private async Task UntilAsync(Func<bool> isSo, TimeSpan limit, string what, TakeoverWatch watch, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (!isSo())
        {
            if (console.Time.GetElapsedTime(begin) > limit)
            {
                throw new BenchException($"the cameras did not {what}: {string.Join(", ", watch.Latest.Values)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), console.Time, cancellationToken);
        }
    }
}
