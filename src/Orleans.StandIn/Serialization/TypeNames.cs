using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>
/// The names of types on the wire, and the list of those that may be read: the application's types with
/// <see cref="GenerateSerializerAttribute"/>, grain interfaces, and the values of the base class library.
/// A name is the type's alias, or else its full name; generic arguments follow in brackets.
/// </summary>
internal sealed class TypeNames
{
    private readonly Dictionary<string, Type> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];
    private readonly ConcurrentDictionary<string, Type> _parsed = new(StringComparer.Ordinal);

    public TypeNames(IEnumerable<Assembly> assemblies)
    {
        foreach (var type in BuiltInCodecs.Types.Concat(CollectionCodecs.Definitions).Append(typeof(Exception)))
        {
            Add(type);
        }

        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(MayTravel))
        {
            Add(type);
        }
    }

    public static bool MayTravel(Type type) =>
        type.IsDefined(typeof(GenerateSerializerAttribute), false) ||
        (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    public bool Knows(Type type) => _names.ContainsKey(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    public Type? Finds(string name) => _byName.GetValueOrDefault(name);

    public string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var name = _names.GetValueOrDefault(definition) ?? $"{definition.FullName}";
        return type.IsGenericType ? $"{name}<{string.Join('|', type.GetGenericArguments().Select(NameOf))}>" : name;
    }

    /// <exception cref="SerializerException">No type of that name may travel.</exception>
    public Type TypeOf(string name) => _parsed.TryGetValue(name, out var type) ? type : _parsed.GetOrAdd(name, Parse(name));

    private void Add(Type type)
    {
        var name = type.GetCustomAttributes<AliasAttribute>(false).FirstOrDefault()?.Alias ?? type.FullName!;
        if (!_byName.TryAdd(name, type) && _byName[name] != type)
        {
            throw new OrleansConfigurationException($"{type} and {_byName[name]} are both named '{name}' on the wire.");
        }

        _names[type] = name;
    }

    private Type Parse(string name)
    {
        if (name.Length < 1024 && name.EndsWith("[]", StringComparison.Ordinal))
        {
            return TypeOf(name[..^2]).MakeArrayType();
        }

        var open = name.IndexOf('<', StringComparison.Ordinal);
        if (name.Length < 1024 && open > 0 && name[^1] == '>' && _byName.TryGetValue(name[..open], out var definition))
        {
            var arguments = SplitArguments(name[(open + 1)..^1]).Select(TypeOf).ToArray();
            if (definition.IsGenericTypeDefinition && definition.GetGenericArguments().Length == arguments.Length)
            {
                return definition.MakeGenericType(arguments);
            }
        }

        return _byName.GetValueOrDefault(name) is { IsGenericTypeDefinition: false } type
            ? type
            : throw new SerializerException($"No type '{name}' may travel.");
    }

    private static IEnumerable<string> SplitArguments(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[i] == '|' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}
