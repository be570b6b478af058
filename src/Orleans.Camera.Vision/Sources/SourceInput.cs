namespace Orleans.Camera.Vision.Sources;

/// <summary>What FFmpeg is given to open. Everybody on the machine can read it: there is no secret in it.</summary>
/// <param name="Url">An address or a path.</param>
/// <param name="Proxy">The HTTP proxy through which it must go; null for none.</param>
internal sealed record SourceInput(string Url, string? Proxy = null);
