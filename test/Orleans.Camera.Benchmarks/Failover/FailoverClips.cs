using System.Diagnostics;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>
/// Eight streets as H.264, long enough for all faults: a minute each, drawn once, then joined to itself without encoding it
/// again.
/// </summary>
internal sealed class FailoverClips(string folder, Action<string> progress)
{
    private const int Version = 1;
    private const double SceneSeconds = 60;
    public const double FramesPerSecond = 12.5;
    private static readonly PictureSize Size = new(320, 180);

    public string Folder => folder;

    /// <summary>The cameras of one run.</summary>
    /// <param name="prefix">Of their names.</param>
    /// <param name="count">How many.</param>
    /// <param name="length">How long their clips are at least.</param>
    /// <param name="realTime">Whether they are read as fast as they were filmed.</param>
    public async Task<IReadOnlyList<CameraDefinition>> CamerasAsync(
        string prefix, int count, TimeSpan length, bool realTime, CancellationToken cancellationToken)
    {
        var cameras = new List<CameraDefinition>();
        for (var number = 1; number <= count; number++)
        {
            var scene = Scene(number);
            cameras.Add(new CameraDefinition
            {
                Name = $"{prefix}{number}",
                Source = await ClipAsync(number, scene, length, cancellationToken),
                Lines = [.. scene.Lines.Select(line => new LineDefinition(line.Name, line.Start.X, line.Start.Y, line.End.X, line.End.Y))],
                Zones = [new AreaDefinition("middle", [0.3f, 0.3f, 0.7f, 0.3f, 0.7f, 1, 0.3f, 1])],
                RealTime = realTime,
            });
        }

        return cameras;
    }

    private static Scene Scene(int seed) => StreetScene.Create(seed, Size, FramesPerSecond, SceneSeconds);

    private async Task<string> ClipAsync(int seed, Scene scene, TimeSpan length, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var once = Path.Combine(folder, $"street-{seed}-v{Version}.mp4");
        if (!File.Exists(once))
        {
            progress($"making {Path.GetFileName(once)}, once");
            var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}.mp4");
            await SceneEncoder.EncodeAsync(scene, unfinished, cancellationToken: cancellationToken);
            File.Move(unfinished, once, overwrite: true);
        }

        var times = (int)Math.Ceiling(length.TotalSeconds / SceneSeconds);
        var path = Path.Combine(folder, $"street-{seed}-v{Version}-x{times}.mp4");
        if (!File.Exists(path))
        {
            var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}.mp4");
            var command = new ProcessStartInfo(
                "ffmpeg", ["-nostdin", "-v", "error", "-y", "-stream_loop", $"{times - 1}", "-i", "file:" + once, "-c", "copy", "file:" + unfinished]);
            var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
            if (run.ExitCode != 0)
            {
                throw new BenchException($"clip {path}: FFmpeg cannot make it: {run.Errors}");
            }

            File.Move(unfinished, path, overwrite: true);
        }

        return path;
    }
}
