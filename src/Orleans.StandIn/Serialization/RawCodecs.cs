using System.Runtime.InteropServices;

namespace Orleans.Runtime;

/// <summary>Arrays and memories of plain numbers, pictures above all: they are copied and written in one piece.</summary>
internal static class RawCodecs
{
    public static Codec? TryMake(Type type)
    {
        if (type.IsSZArray && IsNumber(type.GetElementType()!))
        {
            return Make(typeof(ArrayCodec<>), type.GetElementType()!);
        }

        if (!type.IsGenericType || !IsNumber(type.GetGenericArguments()[0]))
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        var codec = definition == typeof(ReadOnlyMemory<>) ? typeof(ReadOnlyMemoryCodec<>)
            : definition == typeof(Memory<>) ? typeof(MemoryCodec<>)
            : null;
        return codec is null ? null : Make(codec, type.GetGenericArguments()[0]);
    }

    /// <summary>Not every pattern of bits is a bool, and pointers are of this machine only.</summary>
    private static bool IsNumber(Type type) =>
        type.IsPrimitive && type != typeof(bool) && type != typeof(nint) && type != typeof(nuint);

    private static Codec Make(Type codec, Type element) => (Codec)Activator.CreateInstance(codec.MakeGenericType(element))!;

    private static T[] ReadAll<T>(WireReader reader)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(reader.Span()).ToArray();

    private sealed class ArrayCodec<T> : Codec
        where T : unmanaged
    {
        public override object Copy(object value, CopyContext context) => ((T[])value).Clone();

        public override void Write(object value, WireWriter writer) => writer.Span(MemoryMarshal.AsBytes<T>((T[])value));

        public override object Read(WireReader reader, int slot) => ReadAll<T>(reader);
    }

    private sealed class ReadOnlyMemoryCodec<T> : Codec
        where T : unmanaged
    {
        public override object Copy(object value, CopyContext context) =>
            new ReadOnlyMemory<T>(((ReadOnlyMemory<T>)value).ToArray());

        public override void Write(object value, WireWriter writer) =>
            writer.Span(MemoryMarshal.AsBytes(((ReadOnlyMemory<T>)value).Span));

        public override object Read(WireReader reader, int slot) => new ReadOnlyMemory<T>(ReadAll<T>(reader));
    }

    private sealed class MemoryCodec<T> : Codec
        where T : unmanaged
    {
        public override object Copy(object value, CopyContext context) => new Memory<T>(((Memory<T>)value).ToArray());

        public override void Write(object value, WireWriter writer) =>
            writer.Span(MemoryMarshal.AsBytes<T>(((Memory<T>)value).Span));

        public override object Read(WireReader reader, int slot) => new Memory<T>(ReadAll<T>(reader));
    }
}
