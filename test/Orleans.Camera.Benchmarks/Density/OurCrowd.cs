using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Density.Cameras;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary><c>camera up</c> on live RTSP cameras that count.</summary>
/// <param name="model">Path of an ONNX detector; null to count by motion alone.</param>
internal sealed class OurCrowd(string? model, CommandConsole console) : ICrowd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A server sends the first pictures early; until its cameras' times have settled, all others seem late.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public string Key => model is null ? DensityBench.Ours : $"{DensityBench.Ours}-detector";

    public string Title => model is null ? "camera up, by motion" : $"camera up, {Path.GetFileName(model)}";

    public string? Missing => null;

    public async Task<CrowdSample> MeasureAsync(Clip clip, int cameras, TimeSpan window, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("camera-density-");
        try
        {
            await using var server = await CameraServer.StartAsync(clip, console.Time);
            using var lifeline = new Lifeline();
            var state = Path.Combine(folder.FullName, "state");
            var list = Path.Combine(folder.FullName, "cameras.json");
            await File.WriteAllTextAsync(list, ListOf(server, cameras), cancellationToken);
            var up = await DetachedProcess.StartAsync(
                "camera up",
                [Environment.ProcessPath!, typeof(LocalCluster).Assembly.Location, "up", "--state", state, "--cameras", list],
                Path.Combine(folder.FullName, "up.log"), "READY", lifeline, console, cancellationToken);
            await using var session = await ClusterSession.OpenAsync(ClusterAddress.Read(state)!, console.Time, cancellationToken);
            await UntilAllRunAsync(session, clip, cameras, cancellationToken);
            await Task.Delay(WarmUp, console.Time, cancellationToken);
            return await MeasureAsync(session, up.Id, cameras, window, cancellationToken);
        }
        catch (ClusterException fault)
        {
            throw new BenchException($"{Title}, {cameras} cameras: {fault.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string ListOf(CameraServer server, int cameras) => JsonSerializer.Serialize(new JsonObject
    {
        ["cameras"] = new JsonArray([.. Enumerable.Range(1, cameras).Select(number => new JsonObject
        {
            ["name"] = $"camera-{number}",
            ["source"] = server.Url(number),
            ["detector"] = model ?? "motion",
            ["lines"] = new JsonObject { ["middle"] = new JsonArray(0.4, 1, 0.4, 0.3) },
        })]),
    });

    private async Task UntilAllRunAsync(ClusterSession session, Clip clip, int cameras, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (true)
        {
            var statuses = await session.Roster.GetStatusAsync().WaitAsync(cancellationToken);
            if (statuses.Count(status => status.State == CameraState.Running && status.CameraFps > clip.FramesPerSecond / 2) == cameras)
            {
                return;
            }

            if (console.Time.GetElapsedTime(begin) > Patience)
            {
                var other = statuses.FirstOrDefault(status => status.State != CameraState.Running);
                throw new BenchException($"{Title}: not all of {cameras} cameras run: {other?.Camera} is {other?.State}: {other?.Reason}");
            }

            await Task.Delay(Look, console.Time, cancellationToken);
        }
    }

    private async Task<CrowdSample> MeasureAsync(ClusterSession session, int process, int cameras, TimeSpan window, CancellationToken cancellationToken)
    {
        var (begin, before) = (console.Time.GetTimestamp(), ProcessTree.CpuOf(process));
        await Task.Delay(window, console.Time, cancellationToken);
        var cpu = (ProcessTree.CpuOf(process) - before) / console.Time.GetElapsedTime(begin) / Environment.ProcessorCount;
        var statuses = await session.Roster.GetStatusAsync().WaitAsync(cancellationToken);
        return new CrowdSample(
            cameras,
            cpu,
            TimeSpan.FromMilliseconds(statuses.Max(status => status.LatencyP99)),
            statuses.Min(status => status.ProcessFps),
            statuses.Sum(status => status.DetectionFps) / Math.Max(1, statuses.Sum(status => status.ProcessFps)),
            ProcessTree.MemoryOf(process) / cameras);
    }
}
