using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Camera.Vision.Tests.Models;

/// <summary>
/// A web server on loopback that answers every request alike, and the handler that leads every request to it, whatever
/// its address.
/// </summary>
internal sealed class LoopbackFile : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="headers">Everything before the empty line.</param>
    /// <param name="isSilentAfterwards">Whether the connection then stays open without a word.</param>
    public LoopbackFile(string headers, byte[] body, bool isSilentAfterwards = false)
    {
        _listener.Start();
        _serving = ServeAsync(headers, body, isSilentAfterwards);
    }

    public HttpMessageHandler Handler => new Redirect(((IPEndPoint)_listener.LocalEndpoint).Port);

    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait();
        _stop.Dispose();
    }

    private async Task ServeAsync(string headers, byte[] body, bool isSilentAfterwards)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                Requests.Add(await reader.ReadLineAsync(_stop.Token) ?? "");
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(headers + "\r\n\r\n"), _stop.Token);
                await stream.WriteAsync(body, _stop.Token);
                if (isSilentAfterwards)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException)
        {
        }
    }

    private sealed class Redirect(int port) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
