using System.Diagnostics;
using System.Globalization;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>Asks ffprobe what a file holds.</summary>
internal static class ClipProbe
{
    /// <exception cref="BenchException">The file is missing, or has no video.</exception>
    public static async Task<Clip> ReadAsync(string name, string path, bool decides, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new BenchException($"clip {path}: no such file; give a video with --clip, or leave it out");
        }

        var command = new ProcessStartInfo("ffprobe")
        {
            ArgumentList =
            {
                "-v", "error", "-select_streams", "v:0", "-count_packets", "-of", "default=noprint_wrappers=1",
                "-show_entries", "stream=width,height,avg_frame_rate,nb_read_packets", "file:" + path,
            },
        };
        var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
        var values = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        if (run.ExitCode != 0 || !values.TryGetValue("width", out var width))
        {
            throw new BenchException($"clip {path}: no video in it; give a video with --clip");
        }

        var size = new PictureSize(Number(width), Number(values["height"]));
        return new Clip(
            $"{name} {size}", path, size, Rate(values["avg_frame_rate"]), Number(values["nb_read_packets"]), decides);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Rate(string fraction)
    {
        var parts = fraction.Split('/');
        return (double)Number(parts[0]) / Math.Max(1, Number(parts[1]));
    }
}
