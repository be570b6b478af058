using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Demo;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>
/// How long after the picture that made a crossing sure it is told, while a worker of the same silo has half of what it can do. The
/// cameras are generated live streams, the time of a picture is when it arrived.
/// </summary>
/// <remarks>
/// A crossing carries the time of the first picture past the line, and is sure only when its object has gone on: how long that is
/// depends on who walks there, and is shown for information, as a client outside sees it.
/// </remarks>
internal sealed class LatencyBench(TimeProvider time, Action<string> progress)
{
    private const int Cameras = 4;
    private const double MostMilliseconds = 250;
    private const int Percent = 99;
    private const int TrialPictures = 50;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);

    /// <param name="file">Of the model.</param>
    public async Task<IReadOnlyList<Measure>> RunAsync(string file, CancellationToken cancellationToken)
    {
        var streets = Enumerable.Range(1, Cameras).Select(number => new LiveStreet($"street-{number}", seed: number, time)).ToList();
        try
        {
            return await RunAsync(file, streets, cancellationToken);
        }
        finally
        {
            streets.ForEach(street => street.Dispose());
        }
    }

    private async Task<IReadOnlyList<Measure>> RunAsync(string file, List<LiveStreet> streets, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var silo = await BenchSilo.StartAsync(folder.FullName, new() { ["Workers"] = new JsonObject { ["Lanes"] = 1 } }, time, cancellationToken);
        await using var session = await ClusterSession.OpenAsync(silo.Address, time, cancellationToken);
        await using var server = new StreetServer(streets);
        using var worker = await silo.OpenAsync("load", file, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = LoadAsync(worker, end.Token);
        try
        {
            var delays = await ListenAsync(session, streets, server.Address, cancellationToken);
            var statuses = await session.Roster.GetStatusAsync().WaitAsync(cancellationToken);
            return [Announced([.. statuses.Select(status => status.AnnouncedP99).Where(late => late > 0)], delays.Count), Walked(delays)];
        }
        finally
        {
            await end.CancelAsync();
            await load;
            await StopAsync(session, streets);
        }
    }

    /// <param name="late">Of each camera that counted, the 99th percentile.</param>
    private static Measure Announced(List<double> late, int crossings) => new(
        "latency p99", "milliseconds from the picture that made a crossing sure to its announcement, p99 at half load, of the slowest camera",
        $"{Cameras} live streets, {crossings} crossings",
        late.Count < Cameras ? null : new Spread(late.Min(), late.Max(), late.Max()),
        MostMilliseconds, AtMost: true, Decides: true, late.Count < Cameras ? "nothing crossed on some camera" : null);

    private static Measure Walked(List<double> delays) => new(
        "walked", "milliseconds from the first picture past the line to a client's knowing", $"{Cameras} live streets, {delays.Count} crossings",
        delays.Count == 0 ? null : Spread.Of(delays), Target: 0, AtMost: true, Decides: false);

    private static Task StopAsync(ClusterSession session, List<LiveStreet> streets) =>
        Task.WhenAll(streets.Select(street => session.Roster.RemoveAsync(street.Name)));

    /// <summary>Asks for as many pictures a second as is half of what was reached at first.</summary>
    private async Task LoadAsync(IOpenDetector worker, CancellationToken stop)
    {
        var pictures = BenchPictures.Of(new PictureSize(768, 432));
        var detector = worker.Create(pictures[0].Layout);
        var found = new List<Detection>();
        var begin = time.GetTimestamp();
        for (var number = 0; number < TrialPictures; number++)
        {
            found.Clear();
            await detector.DetectAsync(pictures[number % pictures.Length], motion: null, found, CancellationToken.None);
        }

        var interval = 2 * time.GetElapsedTime(begin) / TrialPictures;
        progress(FormattableString.Invariant($"latency: half load is {1 / interval.TotalSeconds:0.0} pictures a second"));
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(stop); number++)
            {
                found.Clear();
                await detector.DetectAsync(pictures[number % pictures.Length], motion: null, found, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private async Task<List<double>> ListenAsync(ClusterSession session, List<LiveStreet> streets, Uri server, CancellationToken cancellationToken)
    {
        var ear = new Ear(time);
        var reference = session.Client.CreateObjectReference<ICameraObserver>(ear);
        foreach (var street in streets)
        {
            await session.Roster.AddAsync(street.Definition(server));
        }

        var begin = time.GetTimestamp();
        while (time.GetElapsedTime(begin) < Window)
        {
            foreach (var street in streets)
            {
                await session.Client.GetGrain<ICameraGrain>(street.Name).SubscribeAsync(reference);
            }

            await Task.Delay(Renewal, time, cancellationToken);
            progress($"latency: {ear.Delays.Count} crossings after {time.GetElapsedTime(begin).TotalSeconds:0} s");
        }

        GC.KeepAlive(ear); // the engine does not
        return ear.Delays;
    }

    private sealed class Ear(TimeProvider time) : ICameraObserver
    {
        private readonly Lock _lock = new();
        private readonly List<double> _delays = [];
        private readonly HashSet<(string Camera, long Sequence)> _known = [];

        public List<double> Delays
        {
            get
            {
                lock (_lock)
                {
                    return [.. _delays];
                }
            }
        }

        public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
        {
            var now = time.GetUtcNow();
            lock (_lock)
            {
                foreach (var crossing in events.OfType<CrossingRecord>().Where(crossing => _known.Add((crossing.Camera, crossing.Sequence))))
                {
                    _delays.Add((now - crossing.Time).TotalMilliseconds);
                }
            }

            return Task.CompletedTask;
        }

        public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

        public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;
    }
}
