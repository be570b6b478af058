using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>
/// The multi-processing design: one Python process decodes with OpenCV, another one counts. The scripts are ours, written
/// to be as good as the design allows: no busy waiting, no needless copy, one thread for each process and for the decoder.
/// </summary>
/// <param name="script">A file of the folder <c>Python</c>, without its ending.</param>
internal sealed class PythonDesign(string key, string title, string script) : IContender
{
    private const string Python = "/usr/bin/python3";

    public string Key => key;

    public string Title => title;

    public string? Missing =>
        File.Exists(Python) && Directory.EnumerateFiles("/usr/lib/python3/dist-packages", "cv2*").Any()
            ? null
            : Tools.NotInstalled("python3-opencv");

    public async Task<CpuSample> RunAsync(Clip clip, CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo(Python)
        {
            ArgumentList = { "-B", Path.Combine(AppContext.BaseDirectory, "Python", script + ".py"), clip.Path },
            Environment = { ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "threads;1", ["OPENCV_FFMPEG_THREADS"] = "1" },
        };
        var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new BenchException($"{script} on {clip.Name}: exit code {run.ExitCode}: {run.Errors}");
        }

        using var document = JsonDocument.Parse(run.Output);
        return new CpuSample(run.Cpu, document.RootElement.GetProperty("pictures").GetInt64());
    }
}
