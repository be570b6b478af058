using System.Buffers.Binary;
using System.Text;

namespace Orleans.Camera.Core.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Every fault is an <see cref="InvalidDataException"/>.</summary>
public sealed class StateReader(ReadOnlyMemory<byte> state)
{
    private int _position;

    public bool IsAtEnd => _position == state.Length;

    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"The saved state is damaged: {other} is no truth value."),
    };

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public float ReadSingle() => BitConverter.Int32BitsToSingle(ReadInt32());

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public TimeSpan ReadTimeSpan() => new(ReadInt64());

    public DateTimeOffset ReadTime()
    {
        var ticks = ReadInt64();
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new InvalidDataException($"The saved state is damaged: {ticks} is no time.");
    }

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadCount()));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    /// <summary>A count of things that follow, each at least one byte long.</summary>
    public int ReadCount()
    {
        var count = ReadInt32();
        return count >= 0 && count <= state.Length - _position
            ? count
            : throw new InvalidDataException($"The saved state is damaged: {count} items cannot follow.");
    }

    /// <summary>Checks a version or configuration mark.</summary>
    public void Expect(int mark, string what)
    {
        var found = ReadInt32();
        if (found != mark)
        {
            throw new InvalidDataException($"The saved state of the {what} is marked {found}, not {mark}: it was written by another version or configuration.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > state.Length - _position)
        {
            throw new InvalidDataException($"The saved state ends after {state.Length} bytes; {length} more were expected.");
        }

        var taken = state.Span.Slice(_position, length);
        _position += length;
        return taken;
    }
}
