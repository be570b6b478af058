using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Values as bytes and back, for what keeps them, such as a store.</summary>
public sealed class Serializer
{
    private readonly Codecs _codecs;

    internal Serializer(Codecs codecs) => _codecs = codecs;

    /// <exception cref="CodecNotFoundException">The type may not travel.</exception>
    public byte[] SerializeToArray<T>(T value) => _codecs.ToBytes(value, typeof(T));

    /// <exception cref="SerializerException">The bytes are no value of that type.</exception>
    public T Deserialize<T>(ReadOnlyMemory<byte> source) => (T)_codecs.FromBytes(source, typeof(T))!;
}
