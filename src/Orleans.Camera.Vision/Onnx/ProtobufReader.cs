namespace Orleans.Camera.Vision.Onnx;

/// <summary>
/// Walks the fields of one protobuf message. Stricter than protobuf itself: whatever two readers could understand
/// differently (overlong tags, groups, lengths beyond the end) is refused.
/// </summary>
/// <remarks>Wire format: protobuf.dev, "Encoding".</remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int LongestVarint = 10;
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Number of the current field, from 1.</summary>
    public int Field { get; private set; }

    /// <summary>Contents of the current field where it has a length (message, text, bytes); otherwise empty.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Value of the current field where it is a varint; otherwise 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>Whether the current field has a length.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Moves to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Read()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = ReadVarint(longest: 5);
        if (tag is < 8 or > uint.MaxValue)
        {
            throw Damaged("has a field without a number");
        }

        Field = (int)(tag >> 3);
        Content = default;
        Value = 0;
        HasContent = false;
        switch (tag & 7)
        {
            case 0:
                Value = ReadVarint(LongestVarint);
                break;
            case 1:
                Take(sizeof(ulong));
                break;
            case 2:
                var length = ReadVarint(LongestVarint);
                Content = Take(length > int.MaxValue ? int.MaxValue : (int)length);
                HasContent = true;
                break;
            case 5:
                Take(sizeof(uint));
                break;
            default:
                throw Damaged("has a field of a kind that no model uses");
        }

        return true;
    }

    private ulong ReadVarint(int longest)
    {
        var value = 0UL;
        for (var i = 0; i < longest; i++)
        {
            if (_position == _message.Length)
            {
                throw Damaged("is cut short");
            }

            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("has a number that is too long");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _position)
        {
            throw Damaged("is cut short");
        }

        var taken = _message.Slice(_position, length);
        _position += length;
        return taken;
    }

    private static InvalidDataException Damaged(string how) => new(how);
}
