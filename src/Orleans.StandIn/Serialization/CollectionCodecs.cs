using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Arrays, collections and tuples of the base class library.</summary>
internal static class CollectionCodecs
{
    private static readonly Dictionary<Type, Type> ByDefinition = new()
    {
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
        [typeof(Queue<>)] = typeof(QueueCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCodec<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCodec<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCodec<>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCodec<,>),
        [typeof(KeyValuePair<,>)] = typeof(KeyValuePairCodec<,>),
    };

    private static readonly Type[] Tuples =
    [
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>),
    ];

    public static IEnumerable<Type> Definitions =>
        ByDefinition.Keys.Concat(Tuples).Append(typeof(Memory<>)).Append(typeof(ReadOnlyMemory<>));

    public static Codec? TryMake(Type type)
    {
        if (RawCodecs.TryMake(type) is { } raw)
        {
            return raw;
        }

        if (type.IsSZArray)
        {
            return (Codec)Activator.CreateInstance(typeof(ArrayCodec<>).MakeGenericType(type.GetElementType()!))!;
        }

        if (!type.IsGenericType)
        {
            return null;
        }

        var definition = type.GetGenericTypeDefinition();
        if (Tuples.Contains(definition))
        {
            return new TupleCodec(type);
        }

        return ByDefinition.TryGetValue(definition, out var codec)
            ? (Codec)Activator.CreateInstance(codec.MakeGenericType(type.GetGenericArguments()))!
            : null;
    }

    private sealed class ArrayCodec<T> : Codec
    {
        public override object Copy(object value, CopyContext context)
        {
            var copy = new T[((T[])value).Length];
            context.Known(value, copy);
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] = (T)context.Copy(((T[])value)[i])!;
            }

            return copy;
        }

        public override void Write(object value, WireWriter writer) => writer.Items((T[])value, ((T[])value).Length);

        public override object Read(WireReader reader, int slot)
        {
            var array = new T[reader.Count()];
            reader.Known(slot, array);
            for (var i = 0; i < array.Length; i++)
            {
                array[i] = (T)reader.Value(typeof(T))!;
            }

            return array;
        }
    }

    private sealed class ListCodec<T> : ItemsCodec<List<T>, T>
    {
        protected override List<T> Empty(List<T>? like, int count) => new(count);

        protected override void Add(List<T> collection, T item) => collection.Add(item);
    }

    private sealed class QueueCodec<T> : ItemsCodec<Queue<T>, T>
    {
        protected override Queue<T> Empty(Queue<T>? like, int count) => new(count);

        protected override void Add(Queue<T> collection, T item) => collection.Enqueue(item);
    }

    private sealed class HashSetCodec<T> : ItemsCodec<HashSet<T>, T>
    {
        protected override HashSet<T> Empty(HashSet<T>? like, int count) => new(count, like?.Comparer);

        protected override void Add(HashSet<T> collection, T item) => collection.Add(item);
    }

    private sealed class DictionaryCodec<TKey, TValue> : ItemsCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
        where TKey : notnull
    {
        protected override Dictionary<TKey, TValue> Empty(Dictionary<TKey, TValue>? like, int count) => new(count, like?.Comparer);

        protected override void Add(Dictionary<TKey, TValue> collection, KeyValuePair<TKey, TValue> item) =>
            collection[item.Key] = item.Value;
    }

    private sealed class ImmutableArrayCodec<T>() : BuiltCodec<ImmutableArray<T>, T>(
        static value => value.IsDefault ? [] : value, static items => ImmutableArray.Create(items));

    private sealed class ImmutableListCodec<T>() : BuiltCodec<ImmutableList<T>, T>(
        static value => value, static items => ImmutableList.Create(items));

    private sealed class ImmutableHashSetCodec<T>() : BuiltCodec<ImmutableHashSet<T>, T>(
        static value => value, static items => ImmutableHashSet.Create(items));

    private sealed class ImmutableDictionaryCodec<TKey, TValue>()
        : BuiltCodec<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            static value => value, static items => ImmutableDictionary.CreateRange(items))
        where TKey : notnull;

    private sealed class KeyValuePairCodec<TKey, TValue> : Codec
    {
        public override object Copy(object value, CopyContext context)
        {
            var (key, item) = (KeyValuePair<TKey, TValue>)value;
            return new KeyValuePair<TKey, TValue>((TKey)context.Copy(key)!, (TValue)context.Copy(item)!);
        }

        public override void Write(object value, WireWriter writer)
        {
            var (key, item) = (KeyValuePair<TKey, TValue>)value;
            writer.Value(key, typeof(TKey));
            writer.Value(item, typeof(TValue));
        }

        public override object Read(WireReader reader, int slot) => new KeyValuePair<TKey, TValue>(
            (TKey)reader.Value(typeof(TKey))!, (TValue)reader.Value(typeof(TValue))!);
    }
}
