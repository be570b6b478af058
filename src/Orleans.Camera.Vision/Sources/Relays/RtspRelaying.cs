using System.Text;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>
/// RTSP over one connection: requests get the true address and the login, everything else passes byte for byte, also the
/// pictures where they travel inside.
/// </summary>
/// <param name="source">The server.</param>
/// <param name="here">Where the relay listens.</param>
/// <param name="login">Null where the source names no user.</param>
/// <param name="options">With a policy, FFmpeg must not be sent elsewhere.</param>
internal sealed class RtspRelaying(SourceEndpoint source, string here, ServerLogin? login, FrameSourceOptions options) : IRelayProtocol
{
    private readonly string _false = $"rtsp://{here}/camera";
    private readonly string _true = $"{source.Scheme}://{source.Authority}{source.Path}";

    public SourceInput Input => new(_false);

    public async Task ServeAsync(Stream client, ConnectTo connect, CancellationToken cancellationToken)
    {
        var server = await connect(source.Host, source.Port, source.IsTls, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var coalescer = options.Coalescing is { } coalescing ? new PictureCoalescer(coalescing, options.TimeProvider) : null;
            await RelayPump.RunAsync(
                stop => PassAsync(client, server, Request, coalescer: null, stop),
                stop => PassAsync(server, client, Answer, coalescer, stop),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PassAsync(Stream from, Stream to, Func<string, string> change, PictureCoalescer? coalescer, CancellationToken cancellationToken)
    {
        var reader = new RelayReader(from);
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { IsEmpty: false } next)
        {
            if (RelayReader.ArePackets(next.Span))
            {
                coalescer?.Passed(next.Span);
                await to.WriteAsync(next, cancellationToken).ConfigureAwait(false);
                if (reader.IsDrained && coalescer?.Hold is { Ticks: > 0 } hold)
                {
                    await reader.WaitAsync(cancellationToken).ConfigureAwait(false);
                    await Task.Delay(hold, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }

                continue;
            }

            var head = RelayReader.Text(next);
            await to.WriteAsync(Encoding.Latin1.GetBytes(change(head)), cancellationToken).ConfigureAwait(false);
            await reader.CopyAsync(RelayReader.BodyLength(head), to, cancellationToken).ConfigureAwait(false);
        }
    }

    private string Request(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var uri, var version])
        {
            return head;
        }

        uri = uri.StartsWith(_false, StringComparison.Ordinal) ? _true + uri[_false.Length..] : uri;
        lines[0] = $"{method} {uri} {version}";
        return login?.Answer(method, uri) is { } answer ? Inserted(lines, $"Authorization: {answer}") : string.Join("\r\n", lines);
    }

    private string Answer(string head)
    {
        login?.Learn(head);
        return options.Policy is not null && ServerLogin.StatusOf(head) is >= 300 and < 400
            ? throw new SourceException("it redirects to another address; give that one as the source")
            : head;
    }

    private static string Inserted(string[] lines, string line) => string.Join("\r\n", [lines[0], line, .. lines[1..]]);
}
