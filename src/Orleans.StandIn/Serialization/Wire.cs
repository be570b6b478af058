using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Writes values to bytes. Objects that were written before are written as their number.</summary>
internal sealed class WireWriter(Codecs codecs)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Dictionary<object, int> _written = new(ReferenceEqualityComparer.Instance);

    public Codecs Registry => codecs;

    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    public void Raw<T>(T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(_buffer.GetSpan(Unsafe.SizeOf<T>()), in value);
        _buffer.Advance(Unsafe.SizeOf<T>());
    }

    public void Span(ReadOnlySpan<byte> bytes)
    {
        Raw(bytes.Length);
        _buffer.Write(bytes);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Raw(-1);
            return;
        }

        Span(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A value in a place whose type the reader knows; the type is written where it is another one.</summary>
    public void Value(object? value, Type declared)
    {
        if (value is null)
        {
            Raw(WireMark.Null);
            return;
        }

        var type = Codecs.TravelType(value);
        if (!type.IsValueType && type != typeof(string))
        {
            if (_written.TryGetValue(value, out var number))
            {
                Raw(WireMark.Again);
                Raw(number);
                return;
            }

            _written.Add(value, _written.Count);
        }

        if (type == (Nullable.GetUnderlyingType(declared) ?? declared))
        {
            Raw(WireMark.AsDeclared);
        }
        else
        {
            Raw(WireMark.Typed);
            Text(codecs.Names.NameOf(type));
        }

        codecs.For(type).Write(value, this);
    }

    /// <summary>A member: its number, then its value with a length, so that a reader can skip what it does not know.</summary>
    public void Member(uint id, object? value, Type declared)
    {
        Raw(id);
        var start = _buffer.WrittenCount;
        Raw(0L);
        var objects = _written.Count;
        Value(value, declared);
        var head = MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span.Slice(start, sizeof(long));
        BinaryPrimitives.WriteInt32LittleEndian(head, _buffer.WrittenCount - start - sizeof(long));
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], _written.Count - objects);
    }
}

/// <summary>Reads what <see cref="WireWriter"/> wrote. It takes nothing on trust: faulty bytes throw.</summary>
internal sealed class WireReader(Codecs codecs, ReadOnlyMemory<byte> bytes)
{
    private readonly List<object?> _read = [];
    private int _position;
    private int _depth;

    public Codecs Registry => codecs;

    public int Remaining => bytes.Length - _position;

    public T Raw<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    public ReadOnlySpan<byte> Span() => Take(Raw<int>());

    public string? Text() => Raw<int>() is var length && length == -1 ? null : Encoding.UTF8.GetString(Take(length));

    /// <summary>A count of things that take at least one byte each: no more of them than there are bytes.</summary>
    public int Count() => Raw<int>() is var count && count >= 0 && count <= Remaining
        ? count
        : throw new SerializerException($"A count of {count} with {Remaining} bytes left.");

    public object? Value(Type declared)
    {
        var mark = Raw<byte>();
        if (mark == WireMark.Null)
        {
            return null;
        }

        if (mark == WireMark.Again)
        {
            var number = Raw<int>();
            return number >= 0 && number < _read.Count ? _read[number] : throw new SerializerException($"No object {number}.");
        }

        var type = mark == WireMark.Typed
            ? codecs.Names.TypeOf(Text() ?? "")
            : Nullable.GetUnderlyingType(declared) ?? declared;
        var slot = -1;
        if (!type.IsValueType && type != typeof(string))
        {
            slot = _read.Count;
            _read.Add(null);
        }

        if (++_depth > 200)
        {
            throw new SerializerException("Nested too deeply.");
        }

        var value = codecs.For(type).Read(this, slot);
        _depth--;
        Known(slot, value);
        return value;
    }

    /// <summary>Tells which object fills a slot, before its members are read: they may point back to it.</summary>
    public void Known(int slot, object value)
    {
        if (slot >= 0)
        {
            _read[slot] = value;
        }
    }

    /// <summary>The length of a member's value and the number of objects in it.</summary>
    public (int Length, int Objects) MemberHead() => (Raw<int>(), Raw<int>());

    public void Skip((int Length, int Objects) head)
    {
        Take(head.Length);
        if (head.Objects < 0 || head.Objects > head.Length)
        {
            throw new SerializerException("A skipped member with more objects than bytes.");
        }

        _read.AddRange(Enumerable.Repeat<object?>(null, head.Objects));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > Remaining)
        {
            throw new SerializerException($"{length} bytes wanted with {Remaining} left.");
        }

        _position += length;
        return bytes.Span.Slice(_position - length, length);
    }
}

/// <summary>How a value begins on the wire.</summary>
internal static class WireMark
{
    public const byte Null = 0;
    public const byte Again = 1;
    public const byte AsDeclared = 2;
    public const byte Typed = 3;
}
