using System.Globalization;
using System.Net;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>The single values of the base class library. None of them is ever changed, so all are shared.</summary>
internal static class BuiltInCodecs
{
    private static readonly Dictionary<Type, Codec> Known = new()
    {
        [typeof(bool)] = new RawCodec<bool>(),
        [typeof(byte)] = new RawCodec<byte>(),
        [typeof(sbyte)] = new RawCodec<sbyte>(),
        [typeof(short)] = new RawCodec<short>(),
        [typeof(ushort)] = new RawCodec<ushort>(),
        [typeof(int)] = new RawCodec<int>(),
        [typeof(uint)] = new RawCodec<uint>(),
        [typeof(long)] = new RawCodec<long>(),
        [typeof(ulong)] = new RawCodec<ulong>(),
        [typeof(float)] = new RawCodec<float>(),
        [typeof(double)] = new RawCodec<double>(),
        [typeof(decimal)] = new RawCodec<decimal>(),
        [typeof(char)] = new RawCodec<char>(),
        [typeof(Guid)] = new RawCodec<Guid>(),
        [typeof(TimeSpan)] = new RawCodec<TimeSpan>(),
        [typeof(DateOnly)] = new RawCodec<DateOnly>(),
        [typeof(TimeOnly)] = new RawCodec<TimeOnly>(),
        [typeof(DateTime)] = new ViaCodec<DateTime, long>(static value => value.ToBinary(), DateTime.FromBinary),
        [typeof(DateTimeOffset)] = new ViaCodec<DateTimeOffset, (long Ticks, long Offset)>(
            static value => (value.Ticks, value.Offset.Ticks), static raw => new(raw.Ticks, new(raw.Offset))),
        [typeof(string)] = new TextCodec<string>(static value => value, static text => text),
        [typeof(Uri)] = new TextCodec<Uri>(
            static value => value.OriginalString, static text => new(text, UriKind.RelativeOrAbsolute)),
        [typeof(Version)] = new TextCodec<Version>(static value => value.ToString(), Version.Parse),
        [typeof(CultureInfo)] = new TextCodec<CultureInfo>(static value => value.Name, CultureInfo.GetCultureInfo),
        [typeof(IPAddress)] = new TextCodec<IPAddress>(static value => value.ToString(), IPAddress.Parse),
        [typeof(IPEndPoint)] = new TextCodec<IPEndPoint>(static value => value.ToString(), IPEndPoint.Parse),
        [typeof(object)] = new PlainObjectCodec(),
    };

    public static IEnumerable<Type> Types => Known.Keys;

    public static Codec? TryMake(Type type)
    {
        if (type.IsEnum)
        {
            return (Codec)Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(type))!;
        }

        return Known.GetValueOrDefault(type);
    }

    private abstract class SharedCodec : Codec
    {
        public override bool IsShared => true;

        public override object Copy(object value, CopyContext context) => value;
    }

    private sealed class RawCodec<T> : SharedCodec
        where T : unmanaged
    {
        public override void Write(object value, WireWriter writer) => writer.Raw((T)value);

        public override object Read(WireReader reader, int slot) => reader.Raw<T>();
    }

    private sealed class EnumCodec<T> : SharedCodec
        where T : unmanaged, Enum
    {
        public override void Write(object value, WireWriter writer) =>
            writer.Raw(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override object Read(WireReader reader, int slot) => Enum.ToObject(typeof(T), reader.Raw<long>());
    }

    private sealed class ViaCodec<T, TRaw>(Func<T, TRaw> to, Func<TRaw, T> from) : SharedCodec
        where T : notnull
        where TRaw : unmanaged
    {
        public override void Write(object value, WireWriter writer) => writer.Raw(to((T)value));

        public override object Read(WireReader reader, int slot) => from(reader.Raw<TRaw>());
    }

    private sealed class TextCodec<T>(Func<T, string> to, Func<string, T> from) : SharedCodec
        where T : class
    {
        public override void Write(object value, WireWriter writer) => writer.Text(to((T)value));

        public override object Read(WireReader reader, int slot) =>
            from(reader.Text() ?? throw new SerializerException("A text is missing."));
    }

    private sealed class PlainObjectCodec : SharedCodec
    {
        public override void Write(object value, WireWriter writer)
        {
        }

        public override object Read(WireReader reader, int slot) => new();
    }
}
