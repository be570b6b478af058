using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Orleans.Runtime;

/// <summary>One life of one silo: an end point, and a number that rises with every start.</summary>
[GenerateSerializer, Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    [Id(0)]
    public IPEndPoint Endpoint { get; }

    [Id(1)]
    public int Generation { get; }

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    public static SiloAddress FromParsableString(string addr) =>
        TryParse(addr, out var result) ? result : throw new FormatException($"'{addr}' is not the address of a silo.");

    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result)
    {
        result = null;
        var at = value?.LastIndexOf('@') ?? -1;
        var colon = at < 0 ? -1 : value!.LastIndexOf(':', at);
        if (colon < 0 ||
            !IPAddress.TryParse(value.AsSpan(0, colon), out var address) ||
            !ushort.TryParse(value.AsSpan((colon + 1)..at), out var port) ||
            !int.TryParse(value.AsSpan(at + 1), out var generation))
        {
            return false;
        }

        result = New(address, port, generation);
        return true;
    }

    public string ToParsableString() => $"{Endpoint.Address}:{Endpoint.Port}@{Generation}";

    /// <summary>Whether this is a later life of the same end point.</summary>
    public bool IsSuccessorOf(SiloAddress other) => Endpoint.Equals(other.Endpoint) && Generation > other.Generation;

    public bool Equals([NotNullWhen(true)] SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <summary>The oldest silo first; end points settle ties, so that every silo orders alike.</summary>
    public int CompareTo(SiloAddress? other) => other switch
    {
        null => 1,
        _ when Generation != other.Generation => Generation.CompareTo(other.Generation),
        _ when Endpoint.Port != other.Endpoint.Port => Endpoint.Port.CompareTo(other.Endpoint.Port),
        _ => string.CompareOrdinal(Endpoint.Address.ToString(), other.Endpoint.Address.ToString()),
    };

    public override string ToString() => $"S{Endpoint.Address}:{Endpoint.Port}:{Generation}";
}
