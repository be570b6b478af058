using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A reference: a generated class implements the interface and sends every method here.</summary>
internal class ReferenceProxy : DispatchProxy, IAddressable, IEquatable<ReferenceProxy>
{
    public GrainId Id { get; private set; }

    public Type Interface { get; private set; } = null!;

    public Caller Caller { get; private set; } = null!;

    public static ReferenceProxy Make(Caller caller, GrainId id, Type type)
    {
        var proxy = (ReferenceProxy)Create(type, typeof(ReferenceProxy));
        proxy.Caller = caller;
        proxy.Id = id;
        proxy.Interface = type;
        return proxy;
    }

    public bool Equals(ReferenceProxy? other) => other is not null && Id == other.Id;

    public override bool Equals(object? obj) => Equals(obj as ReferenceProxy);

    public override int GetHashCode() => Id.GetHashCode();

    public override string ToString() => $"GrainReference:{Id}:{Interface.Name}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Caller.Call(this, targetMethod!, args ?? []);
}
