using System.Text.RegularExpressions;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>What kind of place pictures come from.</summary>
public enum SourceKind
{
    File,
    Folder,
    StandardInput,
    Rtsp,

    /// <summary>MJPEG, or any other endless stream over HTTP.</summary>
    Http,
    Hls,

    /// <summary>A file on an HTTP server, known by the end of its name.</summary>
    HttpFile,
    Device,
}

/// <summary>Where pictures come from, checked, and able to show itself without its secrets.</summary>
/// <remarks>
/// Only what is listed in <see cref="SourceKind"/> is let through; FFmpeg itself knows many more schemes, among them ones
/// that read any file or join others. What is no URL is a path, and reaches FFmpeg as <c>file:</c> and an absolute path, so
/// that neither a leading <c>-</c> nor a colon in a name means anything.
/// </remarks>
public sealed partial class SourceAddress
{
    private readonly SecretWords _secrets;

    private SourceAddress(SourceKind kind, string target, string name, SecretWords secrets, SourceEndpoint? endpoint = null)
    {
        Kind = kind;
        Target = target;
        Name = name;
        Endpoint = endpoint;
        _secrets = secrets;
    }

    public SourceKind Kind { get; }

    /// <summary>The address as it may be shown: without credentials.</summary>
    public string Name { get; }

    /// <summary>What FFmpeg is given: a URL with its credentials, an absolute path, or <c>/dev/videoN</c>.</summary>
    internal string Target { get; }

    /// <summary>What a URL consists of; null for what is none.</summary>
    internal SourceEndpoint? Endpoint { get; }

    /// <summary>Whether the address has something in it that nobody else may see.</summary>
    internal bool HasSecrets => Endpoint?.User is not null || !_secrets.IsEmpty;

    /// <summary>Reads an address.</summary>
    /// <param name="text">
    /// <c>rtsp://</c>, <c>rtsps://</c>, <c>http://</c>, <c>https://</c>, <c>device:///dev/videoN</c>, <c>file:///path</c>,
    /// a path to a file or a folder, or <c>-</c> for standard input.
    /// </param>
    /// <exception cref="SourceException">It is none of these, or has no host.</exception>
    public static SourceAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var secrets = SecretWords.Of(text);
        if (text.Length == 0 || text.Any(char.IsControl))
        {
            throw new SourceException("The source's address is empty or has control characters in it. Give an address, a file or a folder.");
        }

        if (text is "-")
        {
            return new SourceAddress(SourceKind.StandardInput, "pipe:0", "standard input", secrets);
        }

        var scheme = Scheme().Match(text);
        return scheme.Success ? ParseUrl(text, scheme.Groups[1].Value.ToUpperInvariant(), secrets) : OfPath(text, text, secrets);
    }

    /// <summary>Takes the secrets of this address out of a line of text, and makes the line safe to print.</summary>
    internal string Redact(string line) => _secrets.RemoveFrom(line);

    public override string ToString() => Name;

    private static SourceAddress ParseUrl(string text, string scheme, SecretWords secrets)
    {
        var name = secrets.RemoveFrom(text);
        switch (scheme)
        {
            case "FILE":
                return Uri.TryCreate(text, UriKind.Absolute, out var file) && file.IsLoopback
                    ? OfPath(file.LocalPath, file.LocalPath, secrets)
                    : throw new SourceException($"{name}: a file address looks like file:///folder/clip.mp4.");
            case "DEVICE":
                var device = Device().Match(text);
                return device.Success
                    ? new SourceAddress(SourceKind.Device, device.Groups[1].Value, name, secrets)
                    : throw new SourceException($"{name}: a device address looks like device:///dev/video0.");
            case "RTSP" or "RTSPS" or "HTTP" or "HTTPS":
                // Passwords are often written as they are, also with an @; what counts is the part after the last one.
                text = WithoutEmptyPort(text, Url().Match(text).Groups["host"]);
                var url = Url().Match(text);
                if (!url.Success || url.Groups["host"].Value.EndsWith(':') || !Uri.TryCreate($"{scheme}://{url.Groups["host"].Value}{url.Groups["path"].Value}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
                {
                    throw new SourceException($"{name}: this is no complete address. Write it like {scheme.ToLowerInvariant()}://user:password@host/path, special characters of the password as %XX.");
                }

                return new SourceAddress(KindOf(scheme, uri), text, name, secrets, SourceEndpoint.Of(uri, url.Groups["user"].Value, url.Groups["path"].Value));
            default:
                throw new SourceException($"{name}: '{scheme.ToLowerInvariant()}' is not supported. Use rtsp, rtsps, http, https, device or file, or a path.");
        }
    }

    /// <summary>
    /// "host:" is "host" (RFC 3986, 3.2.3 and 6.2.3): an empty port means that of the scheme. FFmpeg would take it for port 0.
    /// </summary>
    private static string WithoutEmptyPort(string text, Group host) =>
        host.Value is [_, .., ':'] ? text.Remove(host.Index + host.Length - 1, 1) : text;

    private static SourceKind KindOf(string scheme, Uri url) =>
        scheme.StartsWith("RTSP", StringComparison.Ordinal) ? SourceKind.Rtsp
        : Path.GetExtension(url.AbsolutePath).ToUpperInvariant() switch
        {
            ".M3U8" => SourceKind.Hls,
            ".MP4" or ".MOV" or ".MKV" or ".WEBM" or ".AVI" or ".TS" or ".FLV" => SourceKind.HttpFile,
            _ => SourceKind.Http,
        };

    private static SourceAddress OfPath(string path, string name, SecretWords secrets)
    {
        var full = Path.GetFullPath(path);
        return new SourceAddress(Directory.Exists(full) ? SourceKind.Folder : SourceKind.File, full, name, secrets);
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*)://", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Scheme();

    [GeneratedRegex("^[^:]+://(?:(?<user>[^/?#\\s]*)@)?(?<host>[^/?#\\s@]+)(?<path>[/?#]\\S*)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Url();

    [GeneratedRegex("^device://(/dev/video[0-9]{1,3})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Device();
}
