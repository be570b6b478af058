namespace Orleans.Runtime;

/// <summary>Copies, writes and reads the values of one type.</summary>
internal abstract class Codec
{
    /// <summary>Whether a copy is the value itself.</summary>
    public virtual bool IsShared => false;

    /// <summary>A deep copy. What may contain itself calls <see cref="CopyContext.Known"/> before it copies its parts.</summary>
    public abstract object Copy(object value, CopyContext context);

    public abstract void Write(object value, WireWriter writer);

    /// <summary>Reads a value. What may contain itself calls <see cref="WireReader.Known"/> before it reads its parts.</summary>
    public abstract object Read(WireReader reader, int slot);
}

/// <summary>One deep copy of a graph of objects: an object that occurs twice is copied once.</summary>
internal sealed class CopyContext(Codecs codecs)
{
    private Dictionary<object, object>? _copies;

    public Codecs Registry => codecs;

    public object? Copy(object? value)
    {
        if (value is null)
        {
            return null;
        }

        var codec = codecs.For(Codecs.TravelType(value));
        if (codec.IsShared)
        {
            return codec.Copy(value, this);
        }

        if (_copies is not null && _copies.TryGetValue(value, out var copy))
        {
            return copy;
        }

        copy = codec.Copy(value, this);
        Known(value, copy);
        return copy;
    }

    public void Known(object value, object copy)
    {
        if (!value.GetType().IsValueType)
        {
            (_copies ??= new(ReferenceEqualityComparer.Instance))[value] = copy;
        }
    }
}
