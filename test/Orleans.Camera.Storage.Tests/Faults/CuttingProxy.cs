using System.Net;
using System.Net.Sockets;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.Faults;

/// <summary>A way to a server on which requests and answers can be lost, or held up.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly ScriptedServer _server;
    private readonly int _port;
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Fault _next;

    public CuttingProxy(int port)
    {
        _port = port;
        _server = new ScriptedServer(ServeAsync);
    }

    public int Port => _server.Port;

    /// <summary>What happens to the next bytes that a client sends.</summary>
    public Fault Next
    {
        set => Interlocked.Exchange(ref _next, value);
    }

    /// <summary>A request is being held.</summary>
    public Task Held => _held.Task;

    /// <summary>Lets the held request go on.</summary>
    /// <returns>When the server has answered it.</returns>
    public Task ReleaseAsync()
    {
        _release.TrySetResult();
        return _arrived.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _server.DisposeAsync();
    }

    private async Task ServeAsync(Stream client, CancellationToken cancellationToken)
    {
        using var upstream = new TcpClient { NoDelay = true };
        await upstream.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
        var server = upstream.GetStream();
        var drop = new StrongBox();
        var answers = AnswerAsync(server, client, drop, cancellationToken);
        await RequestAsync(client, server, drop, answers, cancellationToken);
        upstream.Close();
        await answers;
    }

    private async Task RequestAsync(Stream client, Stream server, StrongBox drop, Task answers, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        while (await client.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            var fault = Interlocked.Exchange(ref _next, Fault.None);
            if (fault == Fault.LostRequest)
            {
                return;
            }

            drop.Value = fault != Fault.None;
            if (fault == Fault.Held)
            {
                _held.TrySetResult();
                await _release.Task;
            }

            await server.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            if (fault != Fault.None)
            {
                await answers;
                _arrived.TrySetResult();
                return;
            }
        }
    }

    private static async Task AnswerAsync(Stream server, Stream client, StrongBox drop, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        try
        {
            while (await server.ReadAsync(buffer, cancellationToken) is > 0 and var length && !drop.Value)
            {
                await client.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two has gone.
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
