using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The grain classes of the application: those of every assembly that knows the engine.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, Lazy<GrainClass>> _byName = [];
    private readonly ConcurrentDictionary<Type, GrainType> _byInterface = new();
    private readonly Dictionary<Type, GrainType> _classes = [];

    public GrainClasses(IEnumerable<Assembly> assemblies, IServiceProvider services)
    {
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass))
        {
            var name = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(services, type) ??
                GrainType.Create(GrainClass.ByConvention(type));
            var made = new Lazy<GrainClass>(() => new GrainClass(type, services));
            if (!_byName.TryAdd(name, made))
            {
                throw new OrleansConfigurationException($"Two grain classes are named '{name}'; one of them is {type}.");
            }

            _classes.Add(type, name);
        }
    }

    /// <summary>The loaded assemblies and those they refer to, as far as they know the engine.</summary>
    public static IReadOnlyCollection<Assembly> Application()
    {
        var engine = typeof(Grain).Assembly;
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!) || IsFramework(assembly.GetName()))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            if (assembly == engine || references.Any(reference => reference.Name == engine.GetName().Name))
            {
                found[assembly.FullName!] = assembly;
            }

            foreach (var reference in references.Where(reference => !seen.Contains(reference.FullName) && !IsFramework(reference)))
            {
                try
                {
                    waiting.Enqueue(Assembly.Load(reference));
                }
                catch (Exception exception) when (exception is IOException or BadImageFormatException)
                {
                    // A reference that was never needed may be missing.
                }
            }
        }

        return found.Values;
    }

    /// <exception cref="ArgumentException">No class of that name is known.</exception>
    public GrainClass Of(GrainType type) => _byName.TryGetValue(type, out var known)
        ? known.Value
        : throw new ArgumentException($"No grain class is named '{type}'.", nameof(type));

    /// <exception cref="ArgumentException">No class implements the interface, or several do.</exception>
    public GrainType Implementing(Type interfaceType, string? prefix) => prefix is null
        ? _byInterface.GetOrAdd(interfaceType, wanted => Find(wanted, null))
        : Find(interfaceType, prefix);

    /// <summary>What a client must know of the classes: the interfaces of each, by their names on the wire.</summary>
    public ImmutableArray<ManifestEntry> Manifest(TypeNames names) =>
    [
        .. from entry in _classes
           from one in entry.Key.GetInterfaces()
           where typeof(IGrain).IsAssignableFrom(one)
           select new ManifestEntry(names.NameOf(one), entry.Key.FullName!, entry.Value),
    ];

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } &&
        typeof(IGrainBase).IsAssignableFrom(type) && type.GetInterfaces().Any(one => typeof(IGrain).IsAssignableFrom(one));

    private static bool IsFramework(AssemblyName name) => name.Name is { } text &&
        (text.StartsWith("System.", StringComparison.Ordinal) || text.StartsWith("Microsoft.", StringComparison.Ordinal) ||
            text is "System" or "mscorlib" or "netstandard");

    private GrainType Find(Type interfaceType, string? prefix)
    {
        var matching = _classes.Keys.Where(type => interfaceType.IsAssignableFrom(type) &&
            (prefix is null || type.FullName!.StartsWith(prefix, StringComparison.Ordinal))).ToArray();
        return matching.Length switch
        {
            1 => _classes[matching[0]],
            0 => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}.", nameof(interfaceType)),
            _ => throw new ArgumentException(
                $"Unable to identify a single implementation of {interfaceType}: {string.Join(", ", matching.Select(type => type.Name))}.",
                nameof(interfaceType)),
        };
    }
}
