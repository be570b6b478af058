using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>
/// A type with <see cref="GenerateSerializerAttribute"/>: its members with an <see cref="IdAttribute"/>, and the
/// parameters of a record's primary constructor. Numbers count anew in each class of a hierarchy.
/// </summary>
internal sealed class ObjectCodec : Codec
{
    private readonly Type _type;
    private readonly bool _hasConstructor;
    private readonly Member[][] _levels;

    public ObjectCodec(Type type)
    {
        if (type.IsAbstract)
        {
            throw new SerializerException($"{type} is abstract: there is no value of it.");
        }

        _type = type;
        _hasConstructor = !type.IsValueType && type.GetConstructor(Everything, []) is not null;
        IsShared = type.IsDefined(typeof(ImmutableAttribute), false);
        _levels = [.. Levels(type).Select(level => Member.Of(level).ToArray())];
    }

    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public override bool IsShared { get; }

    public override object Copy(object value, CopyContext context)
    {
        if (IsShared)
        {
            return value;
        }

        var copy = Create();
        context.Known(value, copy);
        foreach (var member in _levels.SelectMany(level => level))
        {
            var part = member.Get(value);
            member.Set(copy, member.IsImmutable ? part : context.Copy(part));
        }

        return copy;
    }

    public override void Write(object value, WireWriter writer)
    {
        writer.Raw((byte)_levels.Length);
        foreach (var level in _levels)
        {
            writer.Raw(level.Length);
            foreach (var member in level)
            {
                writer.Member(member.Id, member.Get(value), member.Type);
            }
        }
    }

    public override object Read(WireReader reader, int slot)
    {
        var result = Create();
        reader.Known(slot, result);
        Fill(result, reader);
        return result;
    }

    /// <summary>Reads the members of an object that is already there.</summary>
    public void Fill(object result, WireReader reader)
    {
        int levels = reader.Raw<byte>();
        for (var i = 0; i < levels; i++)
        {
            Member[] known = i < _levels.Length ? _levels[i] : [];
            for (var count = reader.Count(); count > 0; count--)
            {
                var id = reader.Raw<uint>();
                var head = reader.MemberHead();
                if (Array.Find(known, candidate => candidate.Id == id) is { } member)
                {
                    member.Set(result, reader.Value(member.Type));
                }
                else
                {
                    reader.Skip(head);
                }
            }
        }
    }

    /// <summary>From the base to the class itself; only classes that travel have members that do.</summary>
    private static IEnumerable<Type> Levels(Type type)
    {
        var levels = new Stack<Type>();
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            if (level.IsDefined(typeof(GenerateSerializerAttribute), false))
            {
                levels.Push(level);
            }
        }

        return levels;
    }

    private object Create() =>
        _hasConstructor ? Activator.CreateInstance(_type, nonPublic: true)! : RuntimeHelpers.GetUninitializedObject(_type);
}
