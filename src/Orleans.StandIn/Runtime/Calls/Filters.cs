using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through one chain of filters.</summary>
internal abstract class FilteredCall(Call call) : IGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public abstract object Grain { get; }

    public GrainId? SourceId => call.Source;

    public GrainId TargetId => call.Target;

    public string InterfaceName => call.GetInterfaceName();

    public string MethodName => call.GetMethodName();

    public MethodInfo InterfaceMethod => call.Method.Info;

    public object? Result { get; set; }

    protected Call Call => call;

    public async Task<object?> RunAsync()
    {
        await Invoke().ConfigureAwait(true);
        return Result;
    }

    public Task Invoke() => TryFilter(_next++) ?? FinishAsync();

    /// <summary>Runs the filter of that number; null where there is none.</summary>
    protected abstract Task? TryFilter(int number);

    protected abstract Task<object?> InvokeTargetAsync();

    private async Task FinishAsync() => Result = await InvokeTargetAsync().ConfigureAwait(true);
}

/// <summary>In the grain's turn: the silo's filters, then the grain itself if it is one, then the method.</summary>
internal sealed class IncomingCall(Call call, Activation activation) : FilteredCall(call), IIncomingGrainCallContext
{
    private static readonly ConcurrentDictionary<(Type, MethodInfo), MethodInfo> Implementations = new();

    public override object Grain => activation.GrainInstance!;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod => Implementations.GetOrAdd((Target.GetType(), InterfaceMethod), static key =>
    {
        var map = key.Item1.GetInterfaceMap(key.Item2.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, key.Item2)];
    });

    /// <summary>The grain, or the part of the engine that every activation has for the events of streams.</summary>
    private object Target => Call.Method.Interface == typeof(IStreamConsumer) ? activation.Streams : Grain;

    protected override Task? TryFilter(int number)
    {
        var filters = activation.Silo.IncomingFilters;
        return number < filters.Length
            ? filters[number].Invoke(this)
            : number == filters.Length ? (Grain as IIncomingGrainCallFilter)?.Invoke(this) : null;
    }

    protected override Task<object?> InvokeTargetAsync() => Call.Method.InvokeAsync(Target, Call.Arguments, Call.Token);
}

/// <summary>At the caller: the silo's filters, the calling grain itself if it is one, then the way to the grain.</summary>
internal sealed class OutgoingCall(Call call, ReferenceProxy reference, Activation? source, Func<Task<object?>> send)
    : FilteredCall(call), IOutgoingGrainCallContext
{
    public override object Grain => reference;

    public IGrainContext? SourceContext => source;

    protected override Task? TryFilter(int number)
    {
        var filters = reference.Caller.Filters;
        return number < filters.Length
            ? filters[number].Invoke(this)
            : number == filters.Length ? (source?.GrainInstance as IOutgoingGrainCallFilter)?.Invoke(this) : null;
    }

    protected override Task<object?> InvokeTargetAsync()
    {
        // Filters may have set values for the rest of the way.
        Call.Context = RequestContext.Snapshot();
        return send();
    }
}

/// <summary>A filter made of a function.</summary>
internal sealed class FilterDelegate(IncomingGrainCallFilterDelegate? incoming, OutgoingGrainCallFilterDelegate? outgoing)
    : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => incoming!(context);

    public Task Invoke(IOutgoingGrainCallContext context) => outgoing!(context);
}
