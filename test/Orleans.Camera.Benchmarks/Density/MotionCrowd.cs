using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Density.Cameras;
using Orleans.Camera.Benchmarks.Contenders;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>Debian's <c>motion</c> on live RTSP cameras, without any output.</summary>
/// <remarks>
/// Above 5 pictures a second by its clock, <c>motion</c> decodes all pictures and looks for motion on 3 of them a second. To have it
/// look at every picture, as everything that counts must, its clock goes faster (libfaketime), so that the cameras' rate is 5 to it.
/// Its latency cannot be known; a camera's thread that falls behind shows in how often it sleeps.
/// </remarks>
/// <param name="everyPicture">Whether it looks at every picture, or at 3 a second as it comes.</param>
internal sealed class MotionCrowd(bool everyPicture, CommandConsole console) : ICrowd
{
    /// <summary>The key of the one that looks at some of the pictures only, which is shown for information.</summary>
    public const string AsItComes = "motion";

    /// <summary>The key of the one that looks at every picture.</summary>
    public const string EveryPicture = "every-picture";
    private const double MostOfEvery = 5;

    /// <summary>Of each camera; it sleeps once a picture.</summary>
    private const string LoopThread = "ml";
    private const string Connected = " connected";
    private const string Reconnecting = "Reconnecting with camera";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public string Key => everyPicture ? EveryPicture : AsItComes;

    public string Title => everyPicture ? "motion 4.5, every picture" : "motion 4.5, as it comes (3 looks a second)";

    public bool IsForInformation => !everyPicture;

    public string? Missing => everyPicture && MotionDaemon.FakeClock is null
        ? Tools.NotInstalled("motion faketime")
        : Tools.MissingProgram("motion", "motion faketime");

    public async Task<CrowdSample> MeasureAsync(Clip clip, int cameras, TimeSpan window, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("camera-density-");
        try
        {
            await using var server = await CameraServer.StartAsync(clip, console.Time);
            using var lifeline = new Lifeline();
            var rate = everyPicture ? MostOfEvery : clip.FramesPerSecond;
            var configuration = await ConfigureAsync(folder.FullName, server, clip, cameras, rate, cancellationToken);
            var log = Path.Combine(folder.FullName, "motion.log");
            var motion = await DetachedProcess.StartAsync(
                "motion", [.. ClockOf(clip.FramesPerSecond / rate), "motion", "-n", "-c", configuration], log, "Started", lifeline, console, cancellationToken);
            await UntilAllRunAsync(log, cameras, cancellationToken);
            await Task.Delay(WarmUp, console.Time, cancellationToken);
            var (begin, before, rounds) = (console.Time.GetTimestamp(), ProcessTree.CpuOf(motion.Id), ThreadUse.AllOf(motion.Id, LoopThread));
            await Task.Delay(window, console.Time, cancellationToken);
            var elapsed = console.Time.GetElapsedTime(begin);
            var cpu = (ProcessTree.CpuOf(motion.Id) - before) / elapsed / Environment.ProcessorCount;
            var fps = ThreadUse.AllOf(motion.Id, LoopThread).Min(now => (now.Value.Sleeps - rounds.GetValueOrDefault(now.Key).Sleeps) / elapsed.TotalSeconds);
            var lost = CountLines(log, Reconnecting);
            return lost > 0
                ? throw new BenchException($"{Title}, {cameras} cameras: it lost its camera {lost} times")
                : motion.IsAlive && rounds.Count == cameras
                ? new CrowdSample(cameras, cpu, LatencyP99: null, fps, DetectionShare: null, ProcessTree.MemoryOf(motion.Id) / cameras)
                : throw new BenchException($"{Title}, {cameras} cameras: it ended: {File.ReadLines(log).LastOrDefault()}");
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

    /// <summary>A camera that it does not reach is a grey picture to it, which costs next to nothing.</summary>
    private async Task UntilAllRunAsync(string log, int cameras, CancellationToken cancellationToken)
    {
        var begin = console.Time.GetTimestamp();
        while (CountLines(log, Connected) is var connected && connected < cameras)
        {
            if (console.Time.GetElapsedTime(begin) > Patience)
            {
                throw new BenchException($"{Title}: it reaches {connected} of {cameras} cameras: {File.ReadLines(log).LastOrDefault()}");
            }

            await Task.Delay(Look, console.Time, cancellationToken);
        }
    }

    private static int CountLines(string log, string words) => File.ReadLines(log).Count(line => line.Contains(words, StringComparison.Ordinal));

    private static string[] ClockOf(double speed) => speed == 1
        ? []
        : ["env", $"LD_PRELOAD={MotionDaemon.FakeClock}", FormattableString.Invariant($"FAKETIME=+0 x{speed}")];

    private static async Task<string> ConfigureAsync(
        string folder, CameraServer server, Clip clip, int cameras, double rate, CancellationToken cancellationToken)
    {
        var all = $"""
            daemon off
            setup_mode off
            log_level 6
            target_dir {folder}
            picture_output off
            movie_output off
            snapshot_interval 0
            stream_port 0
            webcontrol_port 0

            """;
        for (var number = 1; number <= cameras; number++)
        {
            var own = Path.Combine(folder, $"camera-{number}.conf");
            await File.WriteAllTextAsync(own, FormattableString.Invariant($"""
                camera_id {number}
                netcam_url {server.Url(number)}
                width {clip.Size.Width}
                height {clip.Size.Height}
                framerate {rate}
                text_left
                text_right

                """), cancellationToken);
            all += $"camera {own}\n";
        }

        var path = Path.Combine(folder, "motion.conf");
        await File.WriteAllTextAsync(path, all, cancellationToken);
        return path;
    }
}
