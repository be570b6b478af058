using System.Net;
using System.Net.Sockets;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Which addresses a configured camera may use. Whoever may configure cameras must not thereby read any file or reach any host.</summary>
/// <remarks>
/// Names are resolved once for each connection, every address of a name must be allowed, and the connection goes to one of
/// those that were looked at. Redirections and entries of playlists are looked at in the same way.
/// </remarks>
public sealed record SourcePolicy
{
    /// <summary>Schemes that may be used, in small letters; <c>device</c> opens the machine's own cameras. Default: the network's.</summary>
    public IReadOnlyList<string> Schemes { get; init; } = ["rtsp", "rtsps", "http", "https"];

    /// <summary>Folders whose files may be read, with all below them; no link leads out of them. Default: none.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Networks that may be used although they are not public: private, loopback, link-local. Default: none.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>Finds the addresses of a name; a test's own names.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolver { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Looks at what can be told from the address alone.</summary>
    /// <exception cref="SourceException">Its kind is not allowed.</exception>
    internal void CheckScheme(SourceAddress address)
    {
        var scheme = address.Kind switch
        {
            SourceKind.StandardInput => throw new SourceException($"{address.Name}: a configured camera cannot read it; give it an address or a file."),
            SourceKind.File or SourceKind.Folder => null,
            SourceKind.Device => "device",
            _ => address.Endpoint!.Scheme,
        };
        if (scheme is not null && !Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw new SourceException($"{address.Name}: {scheme} is not allowed as a source; allowed are {Listed(Schemes)}.");
        }
    }

    /// <summary>Looks at where a path really leads.</summary>
    /// <param name="address">Whose path it is.</param>
    /// <param name="path">A file or folder.</param>
    /// <returns>The path without any link in it.</returns>
    /// <exception cref="SourceException">It leads out of the folders, or to what is neither file nor folder.</exception>
    internal string RealPath(SourceAddress address, string path)
    {
        // Whether there is something outside of the folders is not told either.
        var real = Paths.Real(path);
        if (real is null || !Folders.Select(Paths.Real).Any(folder => folder is not null && IsBelow(real, folder)))
        {
            throw new SourceException(
                $"{address.Name}: there is no such file in the folders that sources may be read from ({Listed(Folders)}); put it there, or allow its folder (Camera:Sources:Roots).");
        }

        return Paths.IsRegular(real) ? real : throw new SourceException($"{address.Name}: it is empty, or neither a file nor a folder; choose another one.");
    }

    /// <summary>The addresses of a host.</summary>
    /// <exception cref="SourceException">One of them is not allowed.</exception>
    /// <exception cref="SocketException">The name is not known.</exception>
    internal async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Resolver(host, cancellationToken).ConfigureAwait(false);
        return Array.Find(addresses, address => !Allows(address)) is { } refused
            ? throw new SourceException($"{host} leads to {refused}, which is not public; allow its network as one for sources, or choose another address")
            : addresses;
    }

    internal bool Allows(IPAddress address)
    {
        var plain = PublicAddress.Plain(address);
        return PublicAddress.Is(plain) || Networks.Any(network => network.Contains(plain));
    }

    private static bool IsBelow(string path, string folder) =>
        path.Equals(folder, StringComparison.Ordinal) || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string Listed(IReadOnlyList<string> words) => words.Count == 0 ? "none" : string.Join(", ", words);
}
