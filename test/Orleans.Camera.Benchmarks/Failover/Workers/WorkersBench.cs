using Npgsql;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>
/// Kills and freezes silos of workers while cameras on other silos send them pictures: two live cameras, whose pictures have a
/// deadline, and two recordings, which are counted a second time without any fault.
/// </summary>
internal sealed class WorkersBench(string folder, CommandConsole console, Action<string> progress)
{
    private const string Undisturbed = "undisturbed-";
    private const string Struck = FailoverBench.Struck;
    private static readonly string[] Live = ["live-1", "live-2"];
    private static readonly string[] Files = [Struck + "1", Struck + "2"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A line may tell ten seconds after a picture that somebody crossed it there.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(15);

    /// <summary>A live camera's first pictures come early, and its clock settles.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <exception cref="BenchException">It cannot go on.</exception>
    public async Task<WorkersReport> RunAsync(WorkersOptions options, CancellationToken cancellationToken)
    {
        progress($"seed {options.Seed}");
        var clips = new ColourClips(folder, progress);
        string[] paths = [await clips.OfAsync(1, options.Footage, cancellationToken), await clips.OfAsync(2, options.Footage, cancellationToken)];
        using var server = await RtspServer.StartAsync(new RtspServerOptions { Cameras = 0, Clip = paths[0], Clips = Live.Length });
        DirectoryInfo? state = Directory.CreateTempSubdirectory("camera-failover-");
        try
        {
            await using var cluster = await WorkersCluster.StartAsync(state.FullName, folder, console, cancellationToken);
            var report = await RunAsync(options, cluster, ColourDetector.Write(state.FullName), paths, server, cancellationToken);
            state = report.IsRight ? state : Keep(state);
            return report;
        }
        catch
        {
            state = Keep(state);
            throw;
        }
        finally
        {
            state?.Delete(recursive: true);
        }
    }

    private async Task<WorkersReport> RunAsync(
        WorkersOptions options, WorkersCluster cluster, string model, string[] paths, RtspServer server, CancellationToken cancellationToken)
    {
        await using var session = await cluster.ConnectAsync(cancellationToken);
        var database = new CountsDatabase(cluster.ConnectionString);
        progress($"counting {options.Footage.TotalSeconds:0} s undisturbed");
        await AddAsync(session, [.. paths.Select((path, index) => Camera($"{Undisturbed}{index + 1}", path, model, realTime: false))], cancellationToken);
        await UntilAsync(database, states => paths.Select((_, index) => $"{Undisturbed}{index + 1}").All(name => states.GetValueOrDefault(name)?.HasEnded == true), options.Footage + Patience, cancellationToken);

        progress("counting at the pace of the pictures");
        await AddAsync(session, [.. Files.Select((name, index) => Camera(name, paths[index], model, realTime: true))], cancellationToken);
        await AddAsync(session, [.. Live.Select((name, index) => Camera(name, server.Url($"clip{index + 1}"), model, realTime: false))], cancellationToken);
        await UntilAsync(database, states => Files.Concat(Live).All(name => states.GetValueOrDefault(name)?.Frame > 0), Patience, cancellationToken);
        await using var watch = new PauseWatch(session, [.. Files, .. Live], console.Time);
        var plan = new WorkersPlan(options, cluster, session, watch, console.Time, progress);
        await plan.ReadyAsync(cancellationToken);
        await Task.Delay(Settling, console.Time, cancellationToken);
        var begin = console.Time.GetUtcNow();
        var faults = await plan.RunAsync(cancellationToken);
        var until = Files.Concat(Live).ToDictionary(name => name, watch.Latest);
        await UntilAsync(
            database,
            states => Files.Concat(Live).All(name => states[name] is var state && (state.HasEnded || state.Frame > until[name] + (Afterwards.TotalSeconds * ColourClips.FramesPerSecond))),
            Afterwards + Patience, cancellationToken);

        NpgsqlConnection.ClearAllPools();
        var crossings = await database.CrossingsAsync(cancellationToken);
        return new WorkersReport
        {
            Options = options,
            Files = new Comparison(until, crossings, Undisturbed, Struck).Between(null, null),
            Live = new LiveComparison(crossings, Undisturbed + "1", Live),
            Gaps = [.. (await database.GapsAsync(cancellationToken)).Where(gap => Live.Contains(gap.Camera) && gap.To >= begin.UtcDateTime)],
            LivePauses = [.. PausesOf(Live)],
            FilePauses = [.. PausesOf(Files)],
            Problems = [.. await database.HolesAsync(cancellationToken), .. EarlyEnds(await database.StatesAsync(cancellationToken))],
        };

        IEnumerable<double> PausesOf(string[] cameras) =>
            faults.SelectMany(fault => cameras.Select(camera => watch.Longest(camera, fault.From, fault.To).TotalMilliseconds));
    }

    private static IEnumerable<string> EarlyEnds(IReadOnlyDictionary<string, StoredState>? states) => Files.Concat(Live)
        .Where(name => states?.GetValueOrDefault(name)?.HasEnded != false).Select(name => $"{name} ended before the faults did: some have struck nobody");

    private static CameraDefinition Camera(string name, string source, string model, bool realTime) => new()
    {
        Name = name,
        Source = source,
        Detector = model,
        Lines = [new LineDefinition("middle", 0.5f, 1, 0.5f, 0, "center")],
        RealTime = realTime,
    };

    private async Task AddAsync(ClusterSession session, IReadOnlyList<CameraDefinition> cameras, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        foreach (var camera in cameras)
        {
            while (!await TryAddAsync(session, camera, begin, cancellationToken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), console.Time, cancellationToken);
            }
        }
    }

    /// <returns>False where nobody knows: on a machine that is busy with the cluster's start, the database may answer too late.</returns>
    private async Task<bool> TryAddAsync(ClusterSession session, CameraDefinition camera, long begin, CancellationToken cancellationToken)
    {
        try
        {
            if ((await session.Roster.ListAsync().WaitAsync(cancellationToken)).All(known => known.Name != camera.Name))
            {
                await session.Roster.AddAsync(camera).WaitAsync(cancellationToken);
            }

            return true;
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException && console.Time.GetElapsedTime(begin) < Patience)
        {
            return false;
        }
    }

    private async Task UntilAsync(
        CountsDatabase database, Func<IReadOnlyDictionary<string, StoredState>, bool> isSo, TimeSpan limit, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (await database.StatesAsync(cancellationToken) is not { } states || !isSo(states))
        {
            if (console.Time.GetElapsedTime(begin) > limit)
            {
                throw new BenchException($"the cameras do not go on: {string.Join(", ", (await database.StatesAsync(cancellationToken))?.Values ?? [])}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), console.Time, cancellationToken);
        }
    }

    /// <returns>Nothing that has to be deleted.</returns>
    private DirectoryInfo? Keep(DirectoryInfo? state)
    {
        progress($"the silos' logs are kept in {state?.FullName}/logs");
        return null;
    }
}
