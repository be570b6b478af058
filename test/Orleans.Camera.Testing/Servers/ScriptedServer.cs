using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Camera.Testing.Servers;

/// <summary>A TCP server on loopback that does with each connection what a test says.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _script;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="script">Gets each connection; when it returns, the connection is closed.</param>
    /// <param name="address">Of this machine; 127.0.0.1 where it is left out.</param>
    public ScriptedServer(Func<Stream, CancellationToken, Task> script, IPAddress? address = null)
    {
        _script = script;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>Reads a request up to its empty line; null where the other side left.</summary>
    public static async Task<string?> ReadRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        var request = new StringBuilder();
        var next = new byte[1];
        while (await stream.ReadAsync(next, cancellationToken) == 1)
        {
            request.Append((char)next[0]);
            if (next[0] == '\n' && request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return request.ToString();
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await _script(client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The other side left, or the test is over.
            }
        }
    }
}
