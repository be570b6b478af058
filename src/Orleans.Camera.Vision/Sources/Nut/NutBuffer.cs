using System.Buffers.Binary;

namespace Orleans.Camera.Vision.Sources.Nut;

/// <summary>Reads the numbers of a NUT stream through a buffer; large blocks go past it.</summary>
internal sealed class NutBuffer(INutInput input, int capacity = 64 * 1024)
{
    private readonly byte[] _buffer = new byte[capacity];
    private int _start;
    private int _end;
    private long _before;

    /// <summary>Whether the stream ends here. Waits for the next byte to know.</summary>
    public bool IsAtEnd => _start == _end && !Fill();

    /// <summary>How many bytes were taken.</summary>
    public long Position => _before + _start;

    /// <summary>How many bytes are here that were not taken.</summary>
    public int Waiting => _end - _start;

    public byte Peek() => IsAtEnd ? throw new EndOfStreamException() : _buffer[_start];

    public byte ReadByte() => IsAtEnd ? throw new EndOfStreamException() : _buffer[_start++];

    /// <summary>A number of 7 bits a byte, most significant first (NUT's <c>v</c>).</summary>
    /// <exception cref="InvalidDataException">It does not fit into 63 bits.</exception>
    public long ReadNumber()
    {
        long value = 0;
        while (true)
        {
            var next = ReadByte();
            if (value >> 56 != 0)
            {
                throw new InvalidDataException("The picture stream is damaged: a number is too long.");
            }

            value = (value << 7) | (next & 0x7FL);
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }
    }

    /// <summary>A number with a sign (NUT's <c>s</c>).</summary>
    public long ReadSigned()
    {
        var value = ReadNumber();
        return (value & 1) != 0 ? -((value >> 1) + (value & 1)) : (value + 1) >> 1;
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public void ReadExactly(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_start < _end)
            {
                var count = Math.Min(destination.Length, _end - _start);
                _buffer.AsSpan(_start, count).CopyTo(destination);
                _start += count;
                destination = destination[count..];
            }
            else if (destination.Length >= _buffer.Length)
            {
                var read = input.Read(destination);
                _before += read;
                destination = read > 0 ? destination[read..] : throw new EndOfStreamException();
            }
            else if (!Fill())
            {
                throw new EndOfStreamException();
            }
        }
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            if (IsAtEnd)
            {
                throw new EndOfStreamException();
            }

            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }
    }

    private bool Fill()
    {
        _before += _start;
        _start = 0;
        _end = input.Read(_buffer);
        return _end > 0;
    }
}
