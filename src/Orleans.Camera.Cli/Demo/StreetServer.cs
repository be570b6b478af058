using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Camera.Cli.Demo;

/// <summary>Serves streets on loopback as network cameras do: one endless answer to <c>GET /NAME</c>.</summary>
internal sealed class StreetServer : IAsyncDisposable
{
    private const int LongestRequest = 8192;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly IReadOnlyList<LiveStreet> _streets;
    private readonly Task _accepting;

    public StreetServer(IReadOnlyList<LiveStreet> streets)
    {
        _streets = streets;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var camera = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.RemoveAll(connection => connection.IsCompleted);
                _connections.Add(ServeAsync(camera));
            }
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }

    private async Task ServeAsync(TcpClient camera)
    {
        using (camera)
        {
            try
            {
                await using var stream = camera.GetStream();
                var name = await ReadNameAsync(stream);
                var street = _streets.FirstOrDefault(street => street.Name == name);
                var head = street is null ? "404 Not Found\r\nContent-Length: 0" : "200 OK\r\nContent-Type: video/mp2t";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), _stop.Token);
                await (street?.SendAsync(stream, _stop.Token) ?? Task.CompletedTask);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // It has gone, or the demo ends.
            }
        }
    }

    /// <returns>The path of the request without its slash; empty for what is no request.</returns>
    private async Task<string> ReadNameAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (request.Length < LongestRequest && !request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                return "";
            }

            request.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return request.ToString().Split(' ') is ["GET", ['/', .. var name], ..] ? name : "";
    }
}
