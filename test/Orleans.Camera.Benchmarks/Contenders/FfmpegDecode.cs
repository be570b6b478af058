using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>The measure of all others: FFmpeg decodes on one thread and throws the pictures away.</summary>
internal sealed partial class FfmpegDecode : IContender
{
    public string Key => "ffmpeg";

    public string Title => "ffmpeg -threads 1 -i CLIP -f null -";

    public string? Missing => Tools.MissingProgram("ffmpeg", "ffmpeg");

    public async Task<CpuSample> RunAsync(Clip clip, CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo("ffmpeg")
        {
            ArgumentList = { "-threads", "1", "-i", clip.Path, "-f", "null", "-" },
        };
        var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
        var frames = FrameCount().Matches(run.Errors.Replace('\r', '\n'));
        if (run.ExitCode != 0 || frames.Count == 0)
        {
            throw new BenchException($"ffmpeg on {clip.Name}: {run.Errors}");
        }

        return new CpuSample(run.Cpu, long.Parse(frames[^1].Groups["frames"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"frame=\s*(?<frames>\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FrameCount();
}
