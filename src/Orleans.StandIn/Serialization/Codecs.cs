using System.Collections.Concurrent;
using System.Net;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>
/// The codecs of all types: made once per type, by reflection. The byte format is this engine's own; it carries the
/// numbers and aliases that the contracts declare, so that two versions of an application understand each other.
/// </summary>
internal sealed class Codecs(TypeNames names)
{
    private readonly ConcurrentDictionary<Type, Codec> _codecs = new();

    public TypeNames Names => names;

    /// <summary>Makes references while something is read; set once, when the silo is put together.</summary>
    public Caller? Caller { get; set; }

    /// <exception cref="CodecNotFoundException">The type may not travel.</exception>
    public Codec For(Type type) => _codecs.TryGetValue(type, out var codec) ? codec : _codecs.GetOrAdd(type, Make(type));

    /// <summary>The type that stands on the wire: where a codec covers a family of types, the family's.</summary>
    public static Type TravelType(object value) => value switch
    {
        IAddressable => typeof(IAddressable),
        Exception => typeof(Exception),
        IPAddress => typeof(IPAddress),
        _ => value.GetType(),
    };

    public object? Copy(object? value) => value is null ? null : new CopyContext(this).Copy(value);

    public byte[] ToBytes(object? value, Type declared)
    {
        var writer = new WireWriter(this);
        writer.Value(value, declared);
        return writer.Bytes.ToArray();
    }

    /// <exception cref="SerializerException">The bytes are no value of that type.</exception>
    public object? FromBytes(ReadOnlyMemory<byte> bytes, Type declared)
    {
        try
        {
            var value = new WireReader(this, bytes).Value(declared);
            return value is null || declared.IsInstanceOfType(value)
                ? value
                : throw new SerializerException($"A {value.GetType()} where a {declared} should be.");
        }
        catch (Exception exception) when (exception is not SerializerException)
        {
            throw new SerializerException($"The bytes are no {declared}: {exception.Message}", exception);
        }
    }

    private Codec Make(Type type)
    {
        if (BuiltInCodecs.TryMake(type) is { } builtIn)
        {
            return builtIn;
        }

        if (CollectionCodecs.TryMake(type) is { } collection)
        {
            return collection;
        }

        if (type == typeof(IAddressable))
        {
            return new ReferenceCodec();
        }

        if (type == typeof(Exception))
        {
            return new ExceptionCodec(names);
        }

        return TypeNames.MayTravel(type) && !type.IsInterface
            ? new ObjectCodec(type)
            : throw new CodecNotFoundException(
                $"{type} may not travel: give it [GenerateSerializer], and [Id] to each member that matters.");
    }
}
