using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>
/// How many pictures a second get through a model by way of a worker, against the bare loop of <c>camera bench pipeline</c>
/// on the same model, and through a child process against this one. The pictures are those of a camera of 768x432.
/// </summary>
internal sealed class RateBench(CommandConsole console, Action<string> progress)
{
    private const int Cameras = 3;
    private const double LeastOfSameSilo = 0.95;
    private const double LeastOfOtherProcess = 0.85;
    private const double MostOfPicture = 0.1;
    private static readonly PictureSize Picture = new(768, 432);
    private static readonly OnnxDetectorOptions OnCpu = new() { Providers = [ExecutionProvider.Cpu] };

    /// <param name="file">Of the model.</param>
    public async Task<IReadOnlyList<Measure>> RunAsync(string file, int runs, CancellationToken cancellationToken)
    {
        var on = $"{Path.GetFileName(file)}, {Picture}";
        using var folder = new TemporaryFolder();
        using var lifeline = new Lifeline();
        var lanes = new List<ILane>();
        try
        {
            await AddAsync(lanes, file, folder, lifeline, cancellationToken);
            var rates = await LaneRounds.RunAsync(lanes, on, runs, console.Time, progress, cancellationToken);
            return [.. Ratios(rates, on), await AllocationAsync(lanes.First(lane => lane.Key == "same silo"), on, cancellationToken), .. Rates(lanes, rates, on)];
        }
        finally
        {
            foreach (var lane in Enumerable.Reverse(lanes))
            {
                await lane.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Measure> Ratios(IReadOnlyDictionary<string, List<double>> rates, string on)
    {
        yield return Ratio("same silo", "bare", "worker on the same silo / bare loop", LeastOfSameSilo);
        yield return Ratio("other process", "bare", "worker in another process / bare loop", LeastOfOtherProcess);
        yield return Ratio("isolated worker", "bare", "worker with process isolation / bare loop", LeastOfOtherProcess);
        yield return Ratio("child", "none", "detector in a child process / in this one", LeastOfOtherProcess);

        Measure Ratio(string above, string below, string title, double least) => new(
            $"{above} / {below}", title, on, Spread.OfRatios(rates[above], rates[below]), least, AtMost: false, Decides: true);
    }

    private static IEnumerable<Measure> Rates(IReadOnlyList<ILane> lanes, IReadOnlyDictionary<string, List<double>> rates, string on) => lanes.Select(lane =>
        new Measure($"{lane.Key} rate", $"pictures per second: {lane.Title}", on, Spread.Of(rates[lane.Key]), 0, AtMost: false, Decides: false));

    /// <summary>A call that copied the picture would allocate ten times what is allowed.</summary>
    /// <remarks>What the silos of this process allocate without any picture is taken off, by how long it took.</remarks>
    private async Task<Measure> AllocationAsync(ILane lane, string on, CancellationToken cancellationToken)
    {
        const int Rounds = 5;
        const int Pictures = 100;
        var bytes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var (idle, idleTime) = await CountAsync(() => Task.Delay(TimeSpan.FromSeconds(1), console.Time, cancellationToken));
            var (busy, busyTime) = await CountAsync(() => lane.RunAsync(Pictures, cancellationToken));
            bytes.Add((busy - (idle * (busyTime / idleTime))) / Pictures);
        }

        return new Measure(
            "grain call bytes", $"bytes allocated by .NET per grain call with a picture of {Picture.Area * 3 / 2} bytes by reference", on,
            Spread.Of(bytes), MostOfPicture * Picture.Area * 3 / 2, AtMost: true, Decides: true);
    }

    private async Task<(double Bytes, TimeSpan Time)> CountAsync(Func<Task> work)
    {
        var (before, begin) = (GC.GetTotalAllocatedBytes(precise: true), console.Time.GetTimestamp());
        await work();
        return (GC.GetTotalAllocatedBytes(precise: true) - before, console.Time.GetElapsedTime(begin));
    }

    private async Task AddAsync(List<ILane> lanes, string file, TemporaryFolder folder, Lifeline lifeline, CancellationToken cancellationToken)
    {
        var reference = new ModelReference(Path.GetFileName(file), file, Manifest: null);
        var pictures = BenchPictures.Of(Picture);
        var bare = new SessionSettings { Providers = OnCpu.Providers, Threads = OnCpu.Threads };
        lanes.Add(new BareLane(new BareLoop(ModelFile.Read(reference).Bytes, bare)));
        lanes.Add(new DetectorLane("none", "detector in this process", [OnnxDetectors.Open(reference, OnCpu)], pictures));
        var child = IsolatedDetector.Open(reference, OnCpu, new IsolationOptions(), Picture, NullLogger.Instance);
        lanes.Add(new DetectorLane("child", "detector in a child process", [.. Enumerable.Repeat(child, Cameras)], pictures));

        var same = await BenchSilo.StartAsync(folder["same"], Of("none"), console.Time, cancellationToken);
        lanes.Add(await LaneAsync("same silo", "worker on the same silo", same, file, pictures, same.DisposeAsync, cancellationToken));
        var isolated = await BenchSilo.StartAsync(folder["isolated"], Of("process"), console.Time, cancellationToken);
        lanes.Add(await LaneAsync("isolated worker", "worker with process isolation", isolated, file, pictures, isolated.DisposeAsync, cancellationToken));
        lanes.Add(await OtherProcessAsync(file, pictures, folder["other"], lifeline, cancellationToken));
    }

    private static JsonObject Of(string isolation) => new() { ["Workers"] = new JsonObject { ["Isolation"] = isolation, ["Lanes"] = 1 } };

    /// <summary>A silo of this process that only reads, and one in a process of its own that only detects, with a database between them.</summary>
    private async Task<ILane> OtherProcessAsync(string file, Frame[] pictures, string state, Lifeline lifeline, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(state);
        var configuration = Path.Combine(state, "bench.json");
        await File.WriteAllTextAsync(
            configuration, JsonSerializer.Serialize(new JsonObject { ["Camera"] = new JsonObject
            {
                ["Roles"] = new JsonArray("inference"), ["Workers"] = new JsonObject { ["Lanes"] = 1 },
            } }), cancellationToken);
        var cluster = new LocalCluster(state, console, new ClusterGround { Lifeline = lifeline });
        var address = await cluster.StartAsync(1, [configuration], cancellationToken);
        var reader = await BenchSilo.StartAsync(
            state,
            new JsonObject
            {
                ["Cluster"] = new JsonObject { ["Id"] = address.ClusterId, ["Service"] = address.ServiceId, ["Silo"] = "bench" },
                ["Roles"] = new JsonArray("ingest"),
                ["Store"] = new JsonObject { ["Provider"] = "postgresql", ["ConnectionString"] = address.ConnectionString },
            },
            console.Time,
            cancellationToken);
        return await LaneAsync("other process", "worker in another process", reader, file, pictures, EndAsync, cancellationToken);

        async ValueTask EndAsync()
        {
            await reader.DisposeAsync();
            await cluster.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<ILane> LaneAsync(
        string key, string title, BenchSilo silo, string file, Frame[] pictures, Func<ValueTask> end, CancellationToken cancellationToken)
    {
        var open = new List<IOpenDetector>();
        for (var camera = 1; camera <= Cameras; camera++)
        {
            open.Add(await silo.OpenAsync($"camera-{camera}", file, cancellationToken));
        }

        return new DetectorLane(key, title, [.. open.Select(one => one.Create(pictures[0].Layout))], pictures, async () =>
        {
            open.ForEach(one => one.Dispose());
            await end();
        });
    }
}
