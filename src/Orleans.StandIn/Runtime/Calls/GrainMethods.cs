using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>The methods of all grain and observer interfaces, by reflection and by name.</summary>
internal sealed class GrainMethods(Codecs codecs)
{
    private readonly ConcurrentDictionary<MethodInfo, GrainMethod> _methods = new();
    private readonly ConcurrentDictionary<Type, bool> _checked = new();
    private readonly ConcurrentDictionary<Type, Dictionary<string, GrainMethod>> _byName = new();

    public GrainMethod Of(MethodInfo method) => _methods.GetOrAdd(method, static made => new GrainMethod(made));

    /// <summary>Refuses an interface with a parameter that may not travel, whichever method is meant: so does Orleans.</summary>
    /// <exception cref="CodecNotFoundException">The type of a parameter may not travel.</exception>
    public void Check(Type interfaceType) => _checked.GetOrAdd(interfaceType, type =>
    {
        foreach (var parameter in type.GetMethods().Concat(type.GetInterfaces().SelectMany(one => one.GetMethods()))
            .SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
        {
            if (!parameter.IsAbstract && !parameter.IsGenericParameter && parameter != typeof(CancellationToken))
            {
                codecs.For(Nullable.GetUnderlyingType(parameter) ?? parameter);
            }
        }

        return true;
    });

    public GrainMethod Find(string interfaceName, string name)
    {
        var type = codecs.Names.TypeOf(interfaceName);
        var methods = _byName.GetOrAdd(type, made => made.IsInterface && typeof(IAddressable).IsAssignableFrom(made)
            ? made.GetMethods().Select(Of).ToDictionary(method => method.Name, StringComparer.Ordinal)
            : throw new SerializerException($"{made} is no grain interface."));
        return methods.GetValueOrDefault(name) ?? throw new SerializerException($"{type} has no method '{name}'.");
    }
}
