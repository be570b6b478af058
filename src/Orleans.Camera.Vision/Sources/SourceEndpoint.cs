namespace Orleans.Camera.Vision.Sources;

/// <summary>The parts of a source's URL.</summary>
/// <param name="Scheme">In small letters.</param>
/// <param name="Host">A name or a number, without brackets.</param>
/// <param name="Port">Also where the URL has none.</param>
/// <param name="Path">As it was written, with query; with a slash at its beginning.</param>
/// <param name="User">Null where no user is named.</param>
/// <param name="Password">Empty where none is given.</param>
internal sealed record SourceEndpoint(string Scheme, string Host, int Port, string Path, string? User, string Password)
{
    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls => Scheme is "rtsps" or "https";

    /// <summary>Host and port as they are written in a URL.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <param name="url">The URL without its user.</param>
    /// <param name="user">User and password as they were written; empty where there are none.</param>
    /// <param name="path">Path and query as they were written.</param>
    public static SourceEndpoint Of(Uri url, string user, string path)
    {
        var port = url.Port > 0 ? url.Port : url.Scheme switch
        {
            "rtsp" => 554,
            "rtsps" => 322,
            "https" => 443,
            _ => 80,
        };
        var parts = user.Split(':', 2);
        return new SourceEndpoint(
            url.Scheme,
            url.DnsSafeHost,
            port,
            path.StartsWith('/') ? path : "/" + path,
            user.Length == 0 ? null : Uri.UnescapeDataString(parts[0]),
            parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    // A record would print its password.
    public override string ToString() => $"{Scheme}://{Authority}";
}
