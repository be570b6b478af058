using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>
/// Stands between FFmpeg and a server, on loopback: it logs in, so that no password is on FFmpeg's command line, which
/// everybody on the machine can read, and it connects to nothing that the policy does not allow.
/// </summary>
/// <remarks>
/// Only processes of this user are served: others could otherwise watch the camera through it. Certificates are not checked,
/// as FFmpeg does not: cameras sign their own.
/// </remarks>
internal sealed class SourceRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SourceEndpoint _source;
    private readonly FrameSourceOptions _options;
    private readonly Task _accepting;
    private readonly IRelayProtocol _protocol;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _fault;
    private int _open = 1;

    private SourceRelay(SourceAddress address, FrameSourceOptions options)
    {
        _source = address.Endpoint!;
        _options = options;
        _listener.Start();
        var here = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        var login = _source.User is { } user ? new ServerLogin(user, _source.Password) : null;
        _protocol = address.Kind == SourceKind.Rtsp
            ? new RtspRelaying(_source, here, login, options)
            : new HttpRelaying(_source, here, login);
        _accepting = AcceptAsync();
    }

    /// <summary>What FFmpeg is given instead of the address.</summary>
    public SourceInput Input => _protocol.Input;

    /// <summary>A relay for this source; null where it needs none: no server, or no secret and no policy.</summary>
    public static SourceRelay? For(SourceAddress address, FrameSourceOptions options) =>
        address.Endpoint is not null && (address.HasSecrets || options.Policy is not null) ? new SourceRelay(address, options) : null;

    /// <summary>Why the last connection failed, told once; null where it did not, or FFmpeg knows itself.</summary>
    public string? TakeFault() => Interlocked.Exchange(ref _fault, null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await _closed.Task.ConfigureAwait(false);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _open);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The source is closed.
        }
        finally
        {
            LeaveOne();
        }
    }

    private void LeaveOne()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _closed.TrySetResult();
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        // Not on the thread that accepts.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using (socket)
            {
                if (!LoopbackPeer.IsOfThisUser(socket))
                {
                    return;
                }

                socket.NoDelay = true;
                var client = new NetworkStream(socket);
                await using (client.ConfigureAwait(false))
                {
                    await _protocol.ServeAsync(client, ConnectAsync, _stop.Token).ConfigureAwait(false);
                    socket.Shutdown(SocketShutdown.Send);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or SourceException or InvalidDataException or AuthenticationException)
        {
            _fault = Said(exception);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of both sides has left; FFmpeg notices.
        }
        finally
        {
            LeaveOne();
        }
    }

    /// <summary>Connects to a server, to an address that was looked at.</summary>
    private async Task<Stream> ConnectAsync(string host, int port, bool isTls, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.OpenTimeout, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var addresses = await (_options.Policy ?? Everything).ResolveAsync(host, both.Token).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, both.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return isTls ? await EncryptAsync(stream, host, both.Token).ConfigureAwait(false) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> EncryptAsync(Stream stream, string host, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
#pragma warning disable CA5359 // See above: the alternative is no encryption at all.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            cancellationToken).ConfigureAwait(false);
        return encrypted;
    }

    private static SourcePolicy Everything { get; } = new() { Networks = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")] };

    // In the words that FFmpeg would use.
    private static string Said(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "Failed to resolve hostname",
        SocketException { SocketErrorCode: SocketError.TimedOut } => "Connection timed out",
        SourceException => SourceFault.NotAllowed + exception.Message,
        _ => exception.Message,
    };
}

/// <summary>Connects to a server.</summary>
internal delegate Task<Stream> ConnectTo(string host, int port, bool isTls, CancellationToken cancellationToken);

/// <summary>What is passed on between FFmpeg and a server, and how it is changed.</summary>
internal interface IRelayProtocol
{
    SourceInput Input { get; }

    /// <summary>Serves one connection of FFmpeg's to its end.</summary>
    Task ServeAsync(Stream client, ConnectTo connect, CancellationToken cancellationToken);
}
