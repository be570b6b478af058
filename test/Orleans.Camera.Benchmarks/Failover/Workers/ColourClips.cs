using System.Diagnostics;
using System.Globalization;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>Coloured squares that go to and fro over a grey wall, as H.264 made once and kept.</summary>
internal sealed class ColourClips(string folder, Action<string> progress)
{
    private const int Version = 1;
    public const double FramesPerSecond = 10;

    /// <param name="number">Of the clip, from 1: others go at other paces.</param>
    /// <param name="length">At least.</param>
    public async Task<string> OfAsync(int number, TimeSpan length, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var seconds = 60 * (int)Math.Ceiling(length.TotalSeconds / 60);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"colours-{number}-{seconds}s-v{Version}.mp4"));
        if (!File.Exists(path))
        {
            progress($"making {Path.GetFileName(path)}, once");
            var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}.mp4");
            var run = await CpuMeter.RunAsync(new ProcessStartInfo("ffmpeg", Arguments(number, seconds, unfinished)), watch: null, cancellationToken);
            if (run.ExitCode != 0)
            {
                throw new BenchException($"clip {path}: FFmpeg cannot make it: {run.Errors}");
            }

            File.Move(unfinished, path, overwrite: true);
        }

        return path;
    }

    private static string[] Arguments(int number, int seconds, string path) =>
    [
        "-nostdin", "-v", "error", "-y",
        .. Input("0x606060", "320x180", seconds), .. Input("red", Square, seconds), .. Input("blue", Square, seconds),
        "-filter_complex", $"[0][1]overlay=x='{ToAndFro(47 + (6 * number), 30 * number)}':y=40[one];[one][2]overlay=x='{ToAndFro(31 + (5 * number), 110)}':y=110[both]",
        "-map", "[both]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "10", "-bf", "0", "-pix_fmt", "yuv420p", path,
    ];

    private static string Square => $"{ColourDetector.Side}x{ColourDetector.Side}";

    private static string[] Input(string colour, string size, int seconds) =>
        ["-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color={colour}:s={size}:r={FramesPerSecond}:d={seconds}")];

    /// <summary>Between 8 and 288 pixels from the left.</summary>
    private static string ToAndFro(int pixelsPerSecond, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"8+abs(mod(t*{pixelsPerSecond}+{from},560)-280)");
}
