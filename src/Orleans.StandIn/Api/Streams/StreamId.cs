using System.Text;

namespace Orleans.Runtime;

/// <summary>The name of a stream: a namespace, which may be missing, and a key.</summary>
[GenerateSerializer, Immutable]
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    [Id(0)]
    private readonly byte[] _full;

    [Id(1)]
    private readonly ushort _keyAt;

    private StreamId(string? ns, string key)
    {
        _full = Encoding.UTF8.GetBytes(ns + key);
        _keyAt = (ushort)Encoding.UTF8.GetByteCount(ns ?? "");
    }

    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);

    public static StreamId Create(string? ns, string key) => new(ns, key);

    public static StreamId Create(string? ns, Guid key) => new(ns, key.ToString("N"));

    public string? GetNamespace() => _keyAt == 0 ? null : Encoding.UTF8.GetString(_full.AsSpan(0, _keyAt));

    public string GetKeyAsString() => Encoding.UTF8.GetString(_full.AsSpan(_keyAt));

    public int CompareTo(StreamId other) => _full.AsSpan().SequenceCompareTo(other._full);

    public bool Equals(StreamId other) => _full.AsSpan().SequenceEqual(other._full);

    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    public override int GetHashCode() => unchecked((int)new IdSpan(_full).GetUniformHashCode());

    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";
}
