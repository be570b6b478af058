using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>
/// What a camera costs where there are many, against where there are two: CPU time of a silo's whole process tree, its
/// cameras read at the pace of their own times.
/// </summary>
/// <param name="folder">Where the clip is kept.</param>
internal sealed class CostBench(string folder, CommandConsole console, Action<string> progress)
{
    private const int Few = 2;
    private const int Many = 32;
    private const double MostRatio = 1.1;
    private const double ProcessFps = 5;
    private const double CameraFps = 10;
    private const double SceneSeconds = 60;
    private const int Repeats = 5;
    private const int Rounds = 3;
    private static readonly PictureSize Size = new(768, 432);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Measure>> RunAsync(CancellationToken cancellationToken)
    {
        using var state = new TemporaryFolder();
        using var lifeline = new Lifeline();
        var clip = await ClipAsync(cancellationToken);
        var cluster = new LocalCluster(state.FullName, console, new ClusterGround { Lifeline = lifeline });
        var address = await cluster.StartAsync(1, [Configuration(state)], cancellationToken);
        try
        {
            await using var session = await ClusterSession.OpenAsync(address, console.Time, cancellationToken);
            var silo = address.Processes.Single(process => process.Name == LocalCluster.NameOf(1));
            var (few, many) = (new List<double>(), new List<double>());
            for (var round = 1; round <= Rounds; round++)
            {
                few.Add(await CostAsync(session, silo.Id, $"a{round}-", clip, Few, cancellationToken));
                many.Add(await CostAsync(session, silo.Id, $"b{round}-", clip, Many, cancellationToken));
                progress(FormattableString.Invariant($"cost, round {round} of {Rounds}: {few[^1]:0.0} ms of CPU a second and camera with {Few}, {many[^1]:0.0} ms with {Many}"));
            }

            return Measures(few, many);
        }
        finally
        {
            await cluster.StopAsync(CancellationToken.None);
        }
    }

    private static Measure[] Measures(List<double> few, List<double> many)
    {
        var on = $"{Size}, {CameraFps} fps, {ProcessFps} process fps";
        return
        [
            new("cost per camera", $"cost per camera, {Many} cameras / {Few}", on, Spread.OfRatios(many, few), MostRatio, AtMost: true, Decides: true),
            new("cost of few", $"milliseconds of CPU per second and camera, {Few} cameras", on, Spread.Of(few), 0, AtMost: false, Decides: false),
            new("cost of many", $"milliseconds of CPU per second and camera, {Many} cameras", on, Spread.Of(many), 0, AtMost: false, Decides: false),
        ];
    }

    private static string Configuration(TemporaryFolder state)
    {
        var path = state["bench.json"];
        File.WriteAllText(path, JsonSerializer.Serialize(new JsonObject
        {
            ["Camera"] = new JsonObject { ["Sources"] = new JsonObject { ["Roots"] = new JsonArray("/") } },
        }));
        return path;
    }

    /// <returns>Milliseconds of CPU for each second of each camera.</returns>
    private async Task<double> CostAsync(ClusterSession session, int silo, string prefix, string clip, int count, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(1, count).Select(number => $"{prefix}{number}").ToList();
        foreach (var name in names)
        {
            await session.Roster.AddAsync(new CameraDefinition
            {
                Name = name, Source = clip, ProcessFps = ProcessFps, RealTime = true, Lines = [new LineDefinition("middle", 0, 0.5f, 1, 0.5f)],
            }).WaitAsync(cancellationToken);
        }

        await UntilRunningAsync(session, names, cancellationToken);
        var begin = console.Time.GetTimestamp();
        var before = ProcessTree.CpuOf(silo);
        await Task.Delay(Window, console.Time, cancellationToken);
        var used = ProcessTree.CpuOf(silo) - before;
        var elapsed = console.Time.GetElapsedTime(begin);
        foreach (var name in names)
        {
            await session.Roster.RemoveAsync(name).WaitAsync(cancellationToken);
        }

        return used.TotalMilliseconds / elapsed.TotalSeconds / count;
    }

    /// <summary>Until each has shown pictures for a while, so that what it costs to begin is over.</summary>
    private async Task UntilRunningAsync(ClusterSession session, List<string> names, CancellationToken cancellationToken)
    {
        const int SettledAfter = 25;
        var begin = console.Time.GetTimestamp();
        while (true)
        {
            var status = await session.Roster.GetStatusAsync().WaitAsync(cancellationToken);
            if (names.TrueForAll(name => status.Any(one => one.Camera == name && one.Frame >= SettledAfter)))
            {
                return;
            }

            if (console.Time.GetElapsedTime(begin) > Patience)
            {
                throw new BenchException($"of {names.Count} cameras not all count after {Patience.TotalSeconds:0} s: {status.FirstOrDefault(one => one.Frame < SettledAfter)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), console.Time, cancellationToken);
        }
    }

    private async Task<string> ClipAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"street-{Size}-v1.mp4");
        if (!File.Exists(path))
        {
            progress($"making {Path.GetFileName(path)}, once");
            var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}.mp4");
            var scene = StreetScene.Create(seed: 5, Size, CameraFps, SceneSeconds);
            await SceneEncoder.EncodeAsync(scene, unfinished, repeat: Repeats, cancellationToken: cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }

        return path;
    }
}
