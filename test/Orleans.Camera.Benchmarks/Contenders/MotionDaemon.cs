using System.Diagnostics;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>
/// Debian's <c>motion</c> on the clip as <c>netcam_url file://</c>, without any output, for one pass over the clip.
/// </summary>
/// <remarks>
/// Above 5 pictures a second by the wall clock, <c>motion</c> looks for motion on only 3 of them; the others are decoded
/// and dropped. So that every picture is processed, as everywhere in this benchmark, it runs at 5 pictures a second on a
/// clock that goes faster (libfaketime), at about a third of what the decoder could do, so that its two threads (decoder and
/// detection, which do not wait for each other) keep the same pace. Pictures are those that the decoder thread delivered:
/// it says when it starts the clip again. The detection thread sleeps once after each picture that it looked at, which its
/// count of voluntary context switches shows. On a machine that does other things too, the paces differ somewhat; then the
/// detection thread's time is scaled to one look for each picture.
/// </remarks>
internal sealed class MotionDaemon(string folder) : IContender
{
    private const int PicturesPerSecond = 5;
    private const double Share = 0.35;
    private const double FewestLooks = 0.75;
    private const double MostLooks = 1.5;
    private const string EndOfClip = "Reconnecting with camera";
    private const string DetectionThread = "ml1";

    public static string? FakeClock { get; } =
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
            .Select(library => Path.Combine(library, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists);

    private readonly FfmpegDecode _decoder = new();
    private readonly Dictionary<string, int> _clockSpeeds = [];

    public string Key => "motion";

    public string Title => "motion 4.5, netcam file://, every picture";

    public string? Missing => FakeClock is null
        ? Tools.NotInstalled("motion faketime")
        : Tools.MissingProgram("motion", "motion faketime");

    public async Task<CpuSample> RunAsync(Clip clip, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "motion.conf");
        await File.WriteAllTextAsync(configuration, Configure(clip), cancellationToken);
        var speed = await ClockSpeedAsync(clip, cancellationToken);
        var command = new ProcessStartInfo("motion")
        {
            ArgumentList = { "-n", "-c", configuration },
            Environment = { ["LD_PRELOAD"] = FakeClock, ["FAKETIME"] = $"+0 x{speed}" },
        };
        var detection = default(ThreadUse);
        var run = await CpuMeter.RunAsync(command, StopAtTheEnd, cancellationToken);
        if (detection.Sleeps == 0)
        {
            throw new BenchException($"motion on {clip.Name}: it never came to the end: {run.Errors}");
        }

        var looks = (double)detection.Sleeps / clip.Pictures;
        if (looks is < FewestLooks or > MostLooks)
        {
            throw new BenchException($"motion on {clip.Name}: it looked {detection.Sleeps} times at {clip.Pictures} pictures");
        }

        return new CpuSample(run.Cpu + (detection.Cpu * ((1 / looks) - 1)), clip.Pictures);

        void StopAtTheEnd(Process process, string line)
        {
            if (detection.Sleeps == 0 && line.Contains(EndOfClip, StringComparison.Ordinal))
            {
                detection = ThreadUse.Of(process.Id, DetectionThread);
                LibC.AskToEnd(process.Id);
            }
        }
    }

    /// <summary>How many times faster than the wall clock: a share of what FFmpeg decodes in a second.</summary>
    private async Task<int> ClockSpeedAsync(Clip clip, CancellationToken cancellationToken)
    {
        if (!_clockSpeeds.TryGetValue(clip.Path, out var speed))
        {
            var decoded = await _decoder.RunAsync(clip, cancellationToken);
            speed = Math.Max(1, (int)(Share * 1000 / decoded.PerThousand / PicturesPerSecond));
            _clockSpeeds[clip.Path] = speed;
        }

        return speed;
    }

    private string Configure(Clip clip) => $"""
        daemon off
        setup_mode off
        log_level 6
        target_dir {folder}
        netcam_url file://{Path.GetFullPath(clip.Path)}
        netcam_params capture_rate={PicturesPerSecond}
        width {clip.Size.Width}
        height {clip.Size.Height}
        framerate {PicturesPerSecond}
        picture_output off
        movie_output off
        snapshot_interval 0
        stream_port 0
        webcontrol_port 0
        text_left
        text_right

        """;
}
