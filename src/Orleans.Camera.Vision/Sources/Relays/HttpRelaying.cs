using System.Globalization;
using System.Text;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>
/// A proxy for HTTP: all that FFmpeg opens for this source goes through it, also redirections and the entries of playlists.
/// The source's own server gets the login and the true query; to an encrypted one the encryption is made here.
/// </summary>
/// <param name="source">The source's own server.</param>
/// <param name="here">Where the proxy listens.</param>
/// <param name="login">Null where the source names no user.</param>
internal sealed class HttpRelaying(SourceEndpoint source, string here, ServerLogin? login) : IRelayProtocol
{
    private readonly string _path = source.Path.Split('?')[0];

    public SourceInput Input => new($"http://{source.Authority}{_path}", $"http://{here}");

    public async Task ServeAsync(Stream client, ConnectTo connect, CancellationToken cancellationToken)
    {
        var reader = new RelayReader(client);
        var first = await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (first.IsEmpty || RelayReader.Text(first) is not { } head || Target(head) is not { } target)
        {
            return;
        }

        var isOwn = IsOwn(target);
        var server = await connect(target.Host, target.Port, isOwn && source.IsTls, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await client.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await RelayPump.RunAsync(
                    stop => reader.CopyAsync(long.MaxValue, server, stop), stop => server.CopyToAsync(client, stop), cancellationToken).ConfigureAwait(false);
                return;
            }

            await server.WriteAsync(Encoding.Latin1.GetBytes(Request(head, target, isOwn)), cancellationToken).ConfigureAwait(false);
            await RelayPump.RunAsync(
                stop => PassUpAsync(reader, server, target, stop), stop => PassDownAsync(server, client, isOwn, stop), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PassUpAsync(RelayReader reader, Stream server, HttpTarget target, CancellationToken cancellationToken)
    {
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { IsEmpty: false } next)
        {
            // A connection that is kept is kept for one server.
            var head = RelayReader.Text(next);
            if (Target(head) is not { } again || again.Host != target.Host || again.Port != target.Port)
            {
                return;
            }

            await server.WriteAsync(Encoding.Latin1.GetBytes(Request(head, again, IsOwn(again))), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PassDownAsync(Stream server, Stream client, bool isOwn, CancellationToken cancellationToken)
    {
        var reader = new RelayReader(server);
        var next = await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (next.IsEmpty)
        {
            return;
        }

        if (isOwn)
        {
            login?.Learn(RelayReader.Text(next));
        }

        await client.WriteAsync(next, cancellationToken).ConfigureAwait(false);
        await reader.CopyAsync(long.MaxValue, client, cancellationToken).ConfigureAwait(false);
    }

    private string Request(string head, HttpTarget target, bool isOwn)
    {
        var lines = head.Split("\r\n");
        var method = lines[0].Split(' ')[0];
        var path = isOwn && target.Path == _path ? source.Path : target.Path;
        lines[0] = $"{method} {path} HTTP/1.1";
        var kept = lines[1..].Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        return isOwn && login?.Answer(method, path) is { } answer
            ? string.Join("\r\n", [lines[0], $"Authorization: {answer}", .. kept])
            : string.Join("\r\n", [lines[0], .. kept]);
    }

    private bool IsOwn(HttpTarget target) =>
        target.Host.Equals(source.Host, StringComparison.OrdinalIgnoreCase) && target.Port == source.Port;

    /// <summary>Where a request to a proxy is to go; null where it does not say.</summary>
    private static HttpTarget? Target(string head)
    {
        var request = head.Split(' ', 3);
        if (request.Length < 3)
        {
            return null;
        }

        if (request[0] == "CONNECT")
        {
            var colon = request[1].LastIndexOf(':');
            return int.TryParse(request[1][(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && colon > 0
                ? new HttpTarget(request[1][..colon].Trim('[', ']'), port, "")
                : null;
        }

        if (!Uri.TryCreate(request[1], UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
        {
            return null;
        }

        // The path as it is written: a Uri would write it anew.
        var slash = request[1].IndexOf('/', "http://".Length);
        return new HttpTarget(uri.DnsSafeHost, uri.Port, slash < 0 ? "/" : request[1][slash..]);
    }

    private sealed record HttpTarget(string Host, int Port, string Path);
}
