using System.Collections.Concurrent;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Testing.Servers;

/// <summary>Small clips made by FFmpeg, each once per run, in a folder that is gone with the process.</summary>
public static class Clips
{
    private const string Prefix = "orleans-camera-clips-";

    private static readonly string Folder = Make();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new(StringComparer.Ordinal);

    /// <summary>A moving test picture: H.264 with B-frames and open groups of pictures, in MP4.</summary>
    /// <param name="pictures">How many.</param>
    /// <param name="fps">Pictures per second.</param>
    /// <param name="size">For example <c>320x240</c>.</param>
    public static string H264(int pictures = 100, int fps = 25, string size = "320x240") => Get(
        $"h264-{pictures}-{fps}-{size}.mp4",
        [
            "-f", "lavfi", "-i", $"testsrc2=s={size}:r={fps}", "-frames:v", $"{pictures}", "-c:v", "libx264", "-preset", "veryfast",
            "-bf", "3", "-g", "30", "-x264-params", "open-gop=1:threads=1", "-pix_fmt", "yuv420p", "-movflags", "+faststart",
        ]);

    /// <summary>A clip made with these arguments of FFmpeg, all but the name of the output.</summary>
    /// <param name="name">A name of its own for this clip; its end says which container.</param>
    /// <param name="arguments">Inputs, filters and codecs.</param>
    public static string Get(string name, IReadOnlyList<string> arguments) => Made.GetOrAdd(
        name, static (name, arguments) => new Lazy<string>(() => Render(name, arguments)), arguments).Value;

    /// <summary>A file with this content.</summary>
    public static string File(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, Path.GetRandomFileName());
        Directory.CreateDirectory(path);
        path = Path.Combine(path, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A new, empty folder.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder, Path.GetRandomFileName())).FullName;

    private static string Render(string name, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Folder, name);
        using var ffmpeg = ChildProcess.Start(
            "ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments, "file:" + path], ChildStreams.None);
        return ffmpeg.WaitForExit(TimeSpan.FromMinutes(2)) == 0 ? path : throw new InvalidOperationException($"FFmpeg cannot make {name}.");
    }

    private static string Make()
    {
        // A test host that is ended from outside leaves its folder behind; the next one clears up.
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (!Directory.Exists("/proc/" + left[(left.LastIndexOf('-') + 1)..]))
            {
                Delete(left);
            }
        }

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return folder;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another test host was faster.
        }
    }
}
