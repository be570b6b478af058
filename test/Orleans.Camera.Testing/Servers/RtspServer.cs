using System.IO.Pipes;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Testing.Servers;

/// <summary>What an <see cref="RtspServer"/> serves.</summary>
public sealed record RtspServerOptions
{
    /// <summary>Cameras with a test picture: <c>/live1</c> to <c>/liveN</c>.</summary>
    [JsonPropertyName("cameras")]
    public int Cameras { get; init; } = 1;

    [JsonPropertyName("width")]
    public int Width { get; init; } = 320;

    [JsonPropertyName("height")]
    public int Height { get; init; } = 240;

    [JsonPropertyName("fps")]
    public int FramesPerSecond { get; init; } = 25;

    /// <summary>An MP4 file with H.264, served at <c>/clip</c>.</summary>
    [JsonPropertyName("clip")]
    public string? Clip { get; init; }

    /// <summary>How many cameras send that file besides, each from its beginning when the first looks: <c>/clip1</c> to <c>/clipN</c>.</summary>
    [JsonPropertyName("clips")]
    public int Clips { get; init; }

    [JsonPropertyName("user")]
    public string? User { get; init; }

    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary><c>basic</c> or <c>digest</c>.</summary>
    [JsonPropertyName("auth")]
    public string Authentication { get; init; } = "basic";

    /// <summary>The port; 0 for a free one.</summary>
    [JsonPropertyName("port")]
    public int Port { get; init; }
}

/// <summary>
/// Debian's GStreamer RTSP server on loopback, which can be frozen and killed. It needs the packages
/// <c>gir1.2-gst-rtsp-server-1.0</c>, <c>python3-gi</c> and GStreamer's base, good and ugly plugins.
/// </summary>
public sealed class RtspServer : IDisposable
{
    private readonly RtspServerOptions _options;
    private ChildProcess _process;

    private RtspServer(RtspServerOptions options, ChildProcess process, int port) =>
        (_options, _process, Port) = (options with { Port = port }, process, port);

    public int Port { get; }

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<RtspServer> StartAsync(RtspServerOptions? options = null)
    {
        options ??= new();
        var (process, port) = await LaunchAsync(options);
        return new RtspServer(options, process, port);
    }

    /// <summary>The address of something it serves.</summary>
    /// <param name="path">For example <c>live1</c>.</param>
    /// <param name="credentials">For example <c>user:password</c>.</param>
    public string Url(string path = "live1", string? credentials = null) =>
        $"rtsp://{(credentials is null ? "" : credentials + "@")}127.0.0.1:{Port}/{path}";

    /// <summary>Stops it in the middle of whatever it does: connections stay open, and nothing comes.</summary>
    public void Freeze() => Signals.Stop(_process.Id);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signals.Continue(_process.Id);

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Dispose();

    /// <summary>Starts it again on its port, after <see cref="Kill"/>.</summary>
    public async Task RestartAsync() => (_process, _) = await LaunchAsync(_options);

    public void Dispose() => _process.Dispose();

    private static async Task<(ChildProcess Process, int Port)> LaunchAsync(RtspServerOptions options)
    {
        using var script = new StreamReader(typeof(RtspServer).Assembly.GetManifestResourceStream("rtsp-server.py")!);
        var process = ChildProcess.Start(
            "/usr/bin/python3",
            ["-c", await script.ReadToEndAsync(), JsonSerializer.Serialize(options)],
            ChildStreams.Output);
        await using var pipe = new AnonymousPipeClientStream(PipeDirection.In, process.Output!);
        using var output = new StreamReader(pipe);
        return int.TryParse(await output.ReadLineAsync(), out var port)
            ? (process, port)
            : throw new InvalidOperationException("The RTSP server does not start; see its lines above.");
    }
}
