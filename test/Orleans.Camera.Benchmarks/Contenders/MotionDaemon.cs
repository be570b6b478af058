using System.Diagnostics;
using System.Globalization;
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
/// it says when it starts the clip again. The detection thread sleeps once after each picture that it processed, which
/// its count of voluntary context switches shows.
/// </remarks>
internal sealed class MotionDaemon(string folder) : IContender
{
    private const int PicturesPerSecond = 5;
    private const double Share = 0.35;
    private const string EndOfClip = "Reconnecting with camera";

    private static readonly string? FakeClock =
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
        var processed = 0L;
        var run = await CpuMeter.RunAsync(command, StopAtTheEnd, cancellationToken);
        if (processed == 0)
        {
            throw new BenchException($"motion on {clip.Name}: it never came to the end: {run.Errors}");
        }

        if (Math.Abs(processed - clip.Pictures) > clip.Pictures / 10)
        {
            throw new BenchException($"motion on {clip.Name}: it looked at {processed} of {clip.Pictures} pictures");
        }

        return new CpuSample(run.Cpu, clip.Pictures);

        void StopAtTheEnd(Process process, string line)
        {
            if (processed == 0 && line.Contains(EndOfClip, StringComparison.Ordinal))
            {
                processed = PicturesOfDetectionThread(process.Id);
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

    /// <summary>Voluntary context switches of the thread that motion calls <c>ml1</c>; 0 where it is gone.</summary>
    private static long PicturesOfDetectionThread(int processId)
    {
        foreach (var task in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            if (File.ReadAllText(Path.Combine(task, "comm")).StartsWith("ml1", StringComparison.Ordinal))
            {
                const string counter = "voluntary_ctxt_switches:";
                var line = File.ReadLines(Path.Combine(task, "status"))
                    .First(line => line.StartsWith(counter, StringComparison.Ordinal));
                return long.Parse(line.AsSpan(counter.Length), CultureInfo.InvariantCulture);
            }
        }

        return 0;
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
