using System.Globalization;
using System.IO.Pipes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// A street that is drawn at the pace of a camera for as long as somebody is connected: H.264 in MPEG-TS, encoded by an FFmpeg
/// of its own for each connection. Two minutes, empty at both ends, follow upon each other without a seam.
/// </summary>
internal sealed class LiveStreet : IDisposable
{
    private const double Seconds = 120;
    private static readonly PictureSize Size = new(640, 360);

    /// <summary>How long a camera takes to start again: longer than one may be silent before that is said of it.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(8);

    private readonly Scene _scene;
    private readonly ILookup<int, SceneCrossing> _truth;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly byte[] _picture = new byte[Size.Area * 3 / 2];
    private DateTimeOffset _lastSent;

    public LiveStreet(string name, int seed, TimeProvider time)
    {
        (Name, _time) = (name, time);
        _scene = StreetScene.Create(seed, Size, seconds: Seconds, view: StreetView.Roof);
        _truth = SceneTruth.Crossings(_scene).ToLookup(crossing => crossing.Frame - 1);
    }

    public string Name { get; }

    public IEnumerable<string> Lines => _scene.Lines.Select(line => line.Name);

    public SentCrossings Sent { get; } = new();

    public CameraDefinition Definition(Uri server) => new()
    {
        Name = Name,
        Source = new Uri(server, Name).ToString(),
        Lines = [.. _scene.Lines.Select(line => new LineDefinition(line.Name, line.Start.X, line.Start.Y, line.End.X, line.End.Y))],
    };

    /// <summary>Sends pictures until either side ends, or the encoder does.</summary>
    public async Task SendAsync(Stream camera, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            using var encoder = ChildProcess.Start("ffmpeg", EncoderArguments(), ChildStreams.Input | ChildStreams.Output);
            await using var output = new AnonymousPipeClientStream(PipeDirection.In, encoder.Output!);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var pictures = DrawAsync(encoder.Input!, end.Token);
            var packets = output.CopyToAsync(camera, end.Token);
            await Task.WhenAny(pictures, packets);
            var isLost = packets.IsCompletedSuccessfully;
            await end.CancelAsync();
            encoder.Kill();
            Sent.Break(_lastSent);
            await EndOf(pictures);
            await EndOf(packets);
            camera.Close();
            await (isLost ? Task.Delay(Restart, _time, stop) : Task.CompletedTask);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whoever looked has gone, or the encoder has, or the demo ends.</summary>
    private static async Task EndOf(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // As said.
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task DrawAsync(Stream encoder, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        for (var number = 0; ; number++)
        {
            var due = TimeSpan.FromSeconds(number / _scene.FramesPerSecond) - _time.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, _time, stop);
            }

            var frame = number % _scene.Length;
            _scene.Render(frame, _picture);
            await encoder.WriteAsync(_picture, stop);
            _lastSent = _time.GetUtcNow();
            foreach (var crossing in _truth[frame])
            {
                Sent.Add(crossing.Line, crossing.Direction, _lastSent);
            }
        }
    }

    private string[] EncoderArguments() =>
    [
        "-hide_banner", "-loglevel", "quiet", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", Size.ToString(),
        "-framerate", _scene.FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
        "-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-crf", "23", "-g", "15", "-threads", "1",
        "-f", "mpegts", "-muxdelay", "0", "-flush_packets", "1", "pipe:1",
    ];
}
