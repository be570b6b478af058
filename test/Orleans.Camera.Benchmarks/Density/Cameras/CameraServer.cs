using System.Net;
using System.Net.Sockets;
using Orleans.Camera.Benchmarks.Clips;

namespace Orleans.Camera.Benchmarks.Density.Cameras;

/// <summary>
/// Any number of live RTSP cameras on loopback that send a clip, each from when it is looked at, at its own moments. All of them
/// together take a few hundredths of a processor, so that the machine is left to those that look at them.
/// </summary>
internal sealed class CameraServer : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private readonly RtpClip _clip;
    private readonly TimeProvider _time;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly PriorityQueue<CameraConnection, long> _due = new();
    private readonly Task _accepting;
    private readonly Task _sending;

    private CameraServer(RtpClip clip, TimeProvider time)
    {
        (_clip, _time) = (clip, time);
        _listener.Start(backlog: 1024);
        _accepting = AcceptAsync();
        _sending = Task.Factory.StartNew(SendAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <exception cref="BenchException">The clip is no H.264.</exception>
    public static async Task<CameraServer> StartAsync(Clip clip, TimeProvider time) =>
        new(await RtpClip.ReadAsync(clip.Path, clip.FramesPerSecond), time);

    /// <param name="camera">From 1.</param>
    public string Url(int camera) => FormattableString.Invariant($"rtsp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/camera{camera}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_accepting, _sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            while (_due.TryDequeue(out var camera, out _))
            {
                camera.Dispose();
            }
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(new CameraConnection(await _listener.AcceptSocketAsync(_stop.Token), _clip));
        }
    }

    private async Task ServeAsync(CameraConnection camera)
    {
        using (camera)
        {
            try
            {
                await camera.ServeAsync(playing => Schedule(playing, _time.GetTimestamp()), _stop.Token);
            }
            catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
            {
                // Whoever looked has left.
            }
        }
    }

    private void Schedule(CameraConnection camera, long due)
    {
        lock (_lock)
        {
            _due.Enqueue(camera, due);
        }
    }

    private async Task SendAsync()
    {
        var interval = (long)(_time.TimestampFrequency / _clip.FramesPerSecond);
        using var beat = new PeriodicTimer(Tick, _time);
        while (await beat.WaitForNextTickAsync(_stop.Token))
        {
            while (TakeDue() is var (camera, due))
            {
                if (camera.SendNext())
                {
                    Schedule(camera, due + interval);
                }
            }
        }
    }

    private (CameraConnection Camera, long Due)? TakeDue()
    {
        lock (_lock)
        {
            return _due.TryPeek(out _, out var due) && due <= _time.GetTimestamp() ? (_due.Dequeue(), due) : null;
        }
    }
}
