using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>A collection that is filled item by item, and so may contain itself.</summary>
internal abstract class ItemsCodec<TCollection, TItem> : Codec
    where TCollection : class, IReadOnlyCollection<TItem>
{
    public override object Copy(object value, CopyContext context)
    {
        var from = (TCollection)value;
        var copy = Empty(from, from.Count);
        context.Known(value, copy);
        foreach (var item in from)
        {
            Add(copy, (TItem)context.Copy(item)!);
        }

        return copy;
    }

    public override void Write(object value, WireWriter writer) =>
        writer.Items((TCollection)value, ((TCollection)value).Count);

    public override object Read(WireReader reader, int slot)
    {
        var count = reader.Count();
        var result = Empty(null, count);
        reader.Known(slot, result);
        for (var i = 0; i < count; i++)
        {
            Add(result, (TItem)reader.Value(typeof(TItem))!);
        }

        return result;
    }

    /// <param name="like">The collection to take a comparer from; null while reading: the default comparer.</param>
    protected abstract TCollection Empty(TCollection? like, int count);

    protected abstract void Add(TCollection collection, TItem item);
}

/// <summary>A value that is built from all its items at once.</summary>
internal abstract class BuiltCodec<TCollection, TItem>(
    Func<TCollection, IEnumerable<TItem>> items, Func<TItem[], TCollection> build) : Codec
{
    public override object Copy(object value, CopyContext context) =>
        build([.. items((TCollection)value).Select(item => (TItem)context.Copy(item)!)])!;

    public override void Write(object value, WireWriter writer)
    {
        TItem[] all = [.. items((TCollection)value)];
        writer.Items(all, all.Length);
    }

    public override object Read(WireReader reader, int slot)
    {
        var all = new TItem[reader.Count()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = (TItem)reader.Value(typeof(TItem))!;
        }

        return build(all)!;
    }
}

/// <summary>Tuples of both kinds, up to six parts.</summary>
internal sealed class TupleCodec(Type type) : Codec
{
    private readonly Type[] _parts = type.GetGenericArguments();

    public override object Copy(object value, CopyContext context) =>
        Make(part => context.Copy(((ITuple)value)[part]));

    public override void Write(object value, WireWriter writer)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            writer.Value(((ITuple)value)[i], _parts[i]);
        }
    }

    public override object Read(WireReader reader, int slot) => Make(part => reader.Value(_parts[part]));

    private object Make(Func<int, object?> part) =>
        Activator.CreateInstance(type, [.. Enumerable.Range(0, _parts.Length).Select(part)])!;
}

internal static class WireItems
{
    public static void Items<T>(this WireWriter writer, IEnumerable<T> items, int count)
    {
        writer.Raw(count);
        foreach (var item in items)
        {
            writer.Value(item, typeof(T));
        }
    }
}
