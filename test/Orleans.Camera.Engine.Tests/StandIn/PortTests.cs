using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>The stand-in's port, and what strangers send to it.</summary>
[Collection("engine")]
public class PortTests(SharedCluster shared)
{
    private const int Connections = 500;
    private const int FramesEach = 20;
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Ten_thousand_malformed_frames_crash_nothing_and_leave_nothing_behind()
    {
        var random = new Random(20261122);
        var gateway = _cluster.Host(0).Services.GetRequiredService<Runtime.Silo>().Gateway;
        var before = gateway.Clients;
        await SendAsync(random, 20);
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        await SendAsync(random, Connections);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (gateway.Clients > before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 8_000_000);
        var grain = _cluster.Client(0).GetGrain<IWhereGrain>("after the strangers");
        Assert.Contains(await grain.GetSiloAsync(), new[] { _cluster.Address(0), _cluster.Address(1) });
    }

    private static byte[] Frame(int length, byte kind, long number, byte[] body)
    {
        var frame = new byte[13 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        frame[4] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(5), number);
        body.CopyTo(frame.AsSpan(13));
        return frame;
    }

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A greeting of this cluster, of another one, or of nobody.</summary>
    private byte[] Greeting(Random random) => random.Next(10) switch
    {
        0 => Random(random, random.Next(1, 40)),
        1 => Greeting("another", $"{Guid.NewGuid():N}"),
        2 => Greeting(_cluster.Id, "nobody"),
        _ => Greeting(_cluster.Id, $"{Guid.NewGuid():N}"),
    };

    private static byte[] Greeting(string cluster, string self)
    {
        var text = Encoding.UTF8.GetBytes($"orleans.stand-in/1\n{cluster}\n{self}");
        return [.. BitConverter.GetBytes(text.Length), .. text];
    }

    /// <summary>A frame that is wrong in one way or another; most leave the connection open.</summary>
    private static byte[] Frame(Random random, int number) => random.Next(40) switch
    {
        0 => Frame(-1, 0, number, []),
        1 => Frame(int.MaxValue, 0, number, Random(random, 100)),
        2 => Frame(0, (byte)random.Next(3, 256), number, []),
        3 => Frame(50_000_000, 0, number, Random(random, 100)),
        < 10 => Frame(0, 2, random.NextInt64(), []),
        < 16 => Frame(8, 1, random.NextInt64(), Random(random, 8)),
        _ when Random(random, random.Next(200)) is var body => Frame(body.Length, 0, number, body),
        _ => [],
    };

    private async Task SendAsync(Random random, int connections)
    {
        for (var connection = 0; connection < connections; connection++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _cluster.GatewayPort(0));
            await using var stream = client.GetStream();
            byte[] all = [.. Greeting(random), .. Enumerable.Range(0, FramesEach).SelectMany(number => Frame(random, number))];
            try
            {
                await stream.WriteAsync(all);
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                // It was thrown out before it had said everything.
            }
        }
    }
}
