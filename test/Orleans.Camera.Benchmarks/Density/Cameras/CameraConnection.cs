using System.Net.Sockets;
using System.Text;
using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Benchmarks.Density.Cameras;

/// <summary>One camera: answers the requests of RTSP (RFC 2326) on its connection, and sends its clip once it is told to play.</summary>
/// <param name="socket">To whoever looks at it; closed by <see cref="Dispose"/>.</param>
/// <param name="clip">What it shows, from its beginning.</param>
internal sealed class CameraConnection(Socket socket, RtpClip clip) : IDisposable
{
    private const int SendBuffer = 1 << 20;
    private readonly Lock _sending = new();
    private int _next;

    /// <summary>Answers until the other side leaves.</summary>
    /// <param name="play">Called when it is to begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(Action<CameraConnection> play, CancellationToken cancellationToken)
    {
        (socket.NoDelay, socket.SendBufferSize) = (true, SendBuffer);
        await using var stream = new NetworkStream(socket);
        var reader = new RelayReader(stream);
        while (await reader.NextAsync(cancellationToken) is { IsEmpty: false } next)
        {
            if (RelayReader.ArePackets(next.Span))
            {
                continue;
            }

            var request = RelayReader.Text(next);
            await reader.CopyAsync(RelayReader.BodyLength(request), Stream.Null, cancellationToken);
            var method = request.Split(' ')[0];
            Send(Encoding.ASCII.GetBytes(Answer(method, request)));
            if (method == "PLAY")
            {
                play(this);
            }
        }
    }

    /// <summary>Sends the next picture.</summary>
    /// <returns>False at the clip's end, and where the other side does not keep up or has left.</returns>
    public bool SendNext()
    {
        try
        {
            if (_next < clip.Pictures.Count && Send(clip.Pictures[_next++]))
            {
                return true;
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It has left.
        }

        Dispose();
        return false;
    }

    public void Dispose() => socket.Dispose();

    /// <summary>A camera does not wait: what does not fit into the connection is lost, and the connection with it.</summary>
    private bool Send(ReadOnlySpan<byte> bytes)
    {
        lock (_sending)
        {
            return socket.Poll(0, SelectMode.SelectWrite) && socket.Send(bytes) == bytes.Length;
        }
    }

    private string Answer(string method, string request)
    {
        var head = $"CSeq: {RelayReader.Field(request, "CSeq")}\r\nSession: 1;timeout=600\r\n";
        switch (method)
        {
            case "OPTIONS":
                return $"RTSP/1.0 200 OK\r\n{head}Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n\r\n";
            case "DESCRIBE":
                var description = Description();
                return $"RTSP/1.0 200 OK\r\n{head}Content-Base: {request.Split(' ')[1].TrimEnd('/')}/\r\nContent-Type: application/sdp\r\nContent-Length: {description.Length}\r\n\r\n{description}";
            case "SETUP" when RelayReader.Field(request, "Transport")?.Contains("interleaved", StringComparison.OrdinalIgnoreCase) != true:
                return $"RTSP/1.0 461 Unsupported Transport\r\n{head}\r\n";
            case "SETUP":
                return $"RTSP/1.0 200 OK\r\n{head}Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
            case "PLAY" or "GET_PARAMETER" or "TEARDOWN":
                return $"RTSP/1.0 200 OK\r\n{head}\r\n";
            default:
                return $"RTSP/1.0 501 Not Implemented\r\n{head}\r\n";
        }
    }

    /// <summary>In SDP (RFC 8866), with the parameters of RFC 6184, section 8.2.1.</summary>
    private string Description() => FormattableString.Invariant(
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP {RtpClip.PayloadType}\r\na=rtpmap:{RtpClip.PayloadType} H264/{RtpClip.ClockRate}\r\na=framerate:{clip.FramesPerSecond}\r\na=fmtp:{RtpClip.PayloadType} packetization-mode=1;profile-level-id={Convert.ToHexString(clip.SequenceParameters.AsSpan(1, 3))};sprop-parameter-sets={Convert.ToBase64String(clip.SequenceParameters)},{Convert.ToBase64String(clip.PictureParameterSet)}\r\na=control:track1\r\n");
}
