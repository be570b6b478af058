using System.Text;

namespace Orleans.Runtime;

/// <summary>A short UTF-8 name: the key of a grain, or the name of a type.</summary>
[GenerateSerializer, Immutable]
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    [Id(0)]
    private readonly byte[]? _value;

    public IdSpan(byte[] value) => _value = value;

    public bool IsDefault => _value is null || _value.Length == 0;

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    public static IdSpan Create(string id) => new(Encoding.UTF8.GetBytes(id));

    public ReadOnlySpan<byte> AsSpan() => _value;

    public bool Equals(IdSpan obj) => AsSpan().SequenceEqual(obj.AsSpan());

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => unchecked((int)GetUniformHashCode());

    /// <summary>The same on every machine: FNV-1a, 32 bits (RFC 9923, section 2).</summary>
    public uint GetUniformHashCode()
    {
        var hash = 2166136261u;
        foreach (var part in AsSpan())
        {
            hash = (hash ^ part) * 16777619u;
        }

        return hash;
    }

    public int CompareTo(IdSpan other) => AsSpan().SequenceCompareTo(other.AsSpan());

    public override string ToString() => Encoding.UTF8.GetString(AsSpan());
}
