using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cluster;

/// <summary>
/// What strangers send to the ports of a silo, whichever engine it has: mostly after a right greeting, since nobody gets past a
/// wrong one.
/// </summary>
public sealed class MalformedFramesTests : IAsyncLifetime
{
    private const int Connections = 500;
    private const int FramesEach = 20;
    private const int MostMemory = 16_000_000;
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly Random _random = new(20261127);
    private readonly List<LiveSource> _sources = [];
    private CameraCluster _cluster = null!;
    private int _shown;

    public async Task InitializeAsync()
    {
        _cluster = await CameraCluster.StartAsync(2);
        _cluster.Sources["live://door"] = order =>
        {
            var source = new LiveSource(Street.Pictures, order, _noon);
            _sources.Add(source);
            return source;
        };
        await _cluster.Roster.AddAsync(Street.Definition("door", "live://door"));
        await _cluster.UntilAsync(() => Task.FromResult(_sources.Count == 1));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_malformed_frames_stop_no_camera_end_no_silo_and_leave_nothing_behind()
    {
        var gateway = (_cluster.Ports[0].Gateway, await GreetingOfClientAsync());
        (int, byte[])[] doors = await GreetingOfSiloAsync(_cluster.Ports[0].Silo) is { } own ? [gateway, (_cluster.Ports[0].Silo, own)] : [gateway];
        await SendAsync(doors, connections: 20);
        await CountOnAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var open = Open;

        await SendAsync(doors, Connections);

        await CountOnAsync();
        await _cluster.UntilAsync(() => Task.FromResult(Open <= open + 5));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, MostMemory);
        Assert.Single(_sources);
        Assert.Equal(1, (await _cluster.Grain("door").GetStatusAsync()).Epoch);
        await _cluster.Grain("another camera").GetStatusAsync();
    }

    private static int Open => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    /// <summary>Shows pictures, and waits until they are counted.</summary>
    private async Task CountOnAsync()
    {
        for (var left = 20; left > 0; left--)
        {
            _sources[^1].Show(_noon + (TimeSpan.FromSeconds(0.1) * ++_shown));
        }

        await _cluster.UntilAsync("door", status => status.Frame == _shown);
    }

    /// <summary>What a client of the cluster says first, to somebody who does not answer.</summary>
    private async Task<byte[]> GreetingOfClientAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(
            ((IPEndPoint)listener.LocalEndpoint).Port, CameraCluster.Service, _cluster.Id));
        using var host = builder.Build();
        using var stop = new CancellationTokenSource(_patience);
        var start = host.StartAsync(stop.Token);
        byte[] greeting;
        using (var client = await listener.AcceptTcpClientAsync(stop.Token))
        {
            greeting = await GreetingAsync(client.GetStream(), stop.Token);
        }

        listener.Stop();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => start);
        return greeting;
    }

    /// <summary>What a silo says first to another one, and so to us; null where silos of one process need no port between each other.</summary>
    private static async Task<byte[]?> GreetingOfSiloAsync(int port)
    {
        using var limit = new CancellationTokenSource(_patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        }
        catch (SocketException)
        {
            return null;
        }

        return await GreetingAsync(client.GetStream(), limit.Token);
    }

    /// <summary>Both engines begin with the length of the greeting.</summary>
    private static async Task<byte[]> GreetingAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellation);
        var rest = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await stream.ReadExactlyAsync(rest, cancellation);
        Assert.InRange(rest.Length, 10, 1000);
        return [.. length, .. rest];
    }

    private async Task SendAsync((int Port, byte[] Greeting)[] doors, int connections)
    {
        for (var connection = 0; connection < connections; connection++)
        {
            var (port, greeting) = doors[connection % doors.Length];
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = client.GetStream();
            using var limit = new CancellationTokenSource(_patience);
            try
            {
                await stream.WriteAsync(_random.Next(10) == 0 ? Damaged(greeting) : greeting, limit.Token);
                for (var frame = 0; frame < FramesEach; frame++)
                {
                    await stream.WriteAsync(Frame(), limit.Token);
                }

                client.Client.Shutdown(SocketShutdown.Send);
                client.LingerState = new LingerOption(enable: _random.Next(2) == 0, seconds: 0);
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // It was thrown out before it had said everything.
            }
        }
    }

    /// <summary>Two lengths and what they announce, or something else, or less, or more.</summary>
    private byte[] Frame()
    {
        int[] wrong = [-1, 0, int.MaxValue, int.MinValue, 50_000_000, _random.Next()];
        var content = Noise(_random.Next(1, 300));
        var head = _random.Next(1, content.Length + 1);
        var (first, second) = _random.Next(12) switch
        {
            0 => (wrong[_random.Next(wrong.Length)], content.Length - head),
            1 => (head, wrong[_random.Next(wrong.Length)]),
            2 => (head + _random.Next(10_000), content.Length - head),
            _ => (head, content.Length - head),
        };
        var frame = new byte[(2 * sizeof(int)) + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, first);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(sizeof(int)), second);
        content.CopyTo(frame, 2 * sizeof(int));
        return frame;
    }

    /// <summary>Small numbers are what lengths, kinds and types look like.</summary>
    private byte[] Noise(int length)
    {
        var most = _random.Next(3) switch { 0 => 2, 1 => 20, _ => 256 };
        return [.. Enumerable.Range(0, length).Select(_ => (byte)_random.Next(most))];
    }

    private byte[] Damaged(byte[] right)
    {
        var wrong = right.ToArray();
        wrong[_random.Next(wrong.Length)] ^= (byte)(1 << _random.Next(8));
        return _random.Next(2) == 0 ? wrong : wrong[.._random.Next(1, wrong.Length)];
    }
}
