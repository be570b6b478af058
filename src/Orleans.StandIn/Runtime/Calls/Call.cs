using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One request on its way from a caller to a grain or an observer.</summary>
internal sealed class Call : IInvokable
{
    public required GrainId Target { get; init; }

    public required GrainMethod Method { get; init; }

    public required object?[] Arguments { get; init; }

    public GrainId? Source { get; init; }

    /// <summary>What the caller's <see cref="RequestContext"/> held.</summary>
    public Dictionary<string, object>? Context { get; set; }

    /// <summary>The caller's token. It reaches the grain; a time-out does not cancel it.</summary>
    public CancellationToken Token { get; init; }

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method.Info.Name;

    public string GetInterfaceName() => Method.Interface.Name;

    public MethodInfo GetMethod() => Method.Info;

    public Type GetInterfaceType() => Method.Interface;

    public void Dispose()
    {
    }

    public override string ToString() => $"{Method.Interface.Name}.{Method.Info.Name} of {Target}";
}
