using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What the engine must know of one method of a grain interface.</summary>
internal sealed class GrainMethod
{
    private static readonly MethodInfo TypedTask = Generic(nameof(Typed));
    private static readonly MethodInfo TypedValueTask = Generic(nameof(TypedValue));
    private static readonly MethodInfo TaskResult = Generic(nameof(ResultOf));
    private static readonly MethodInfo ValueTaskResult = Generic(nameof(ValueResultOf));

    private readonly bool[] _shared;
    private readonly int _token;
    private readonly Func<Task<object?>, object?> _toCaller;
    private readonly Func<object?, Task<object?>> _fromGrain;

    public GrainMethod(MethodInfo method)
    {
        var parameters = method.GetParameters();
        Info = method;
        Interface = method.DeclaringType!;
        Parameters = [.. parameters.Select(parameter => parameter.ParameterType)];
        Name = method.GetCustomAttribute<AliasAttribute>()?.Alias ??
            $"{method.Name}({string.Join(',', Parameters.Select(type => type.Name))})";
        IsOneWay = method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void);
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        _shared = [.. parameters.Select(parameter => parameter.IsDefined(typeof(ImmutableAttribute)))];
        _token = Array.IndexOf(Parameters, typeof(CancellationToken));
        (ResultType, _toCaller, _fromGrain) = Adapt(method);
        IsResultShared = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute));
    }

    public MethodInfo Info { get; }

    public Type Interface { get; }

    /// <summary>The alias, or the name with the parameter types: overloads differ.</summary>
    public string Name { get; }

    public Type[] Parameters { get; }

    /// <summary>The type of the result; object where there is none.</summary>
    public Type ResultType { get; }

    public bool IsOneWay { get; }

    public bool IsReadOnly { get; }

    public bool AlwaysInterleaves { get; }

    public bool IsResultShared { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>The arguments as the grain may have them, and the token apart.</summary>
    public (object?[] Arguments, CancellationToken Token) Copy(object?[] arguments, Codecs codecs)
    {
        var context = new CopyContext(codecs);
        var copies = new object?[arguments.Length];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = i == _token ? null : _shared[i] ? arguments[i] : context.Copy(arguments[i]);
        }

        return (copies, _token < 0 ? default : (CancellationToken)arguments[_token]!);
    }

    public Task<object?> InvokeAsync(object target, object?[] arguments, CancellationToken token)
    {
        if (_token >= 0)
        {
            arguments[_token] = token;
        }

        return _fromGrain(Info.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    /// <summary>The result as the method's own kind of task.</summary>
    public object? ToCaller(Task<object?> result) => _toCaller(result);

    private static MethodInfo Generic(string name) =>
        typeof(GrainMethod).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static (Type, Func<Task<object?>, object?>, Func<object?, Task<object?>>) Adapt(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(void))
        {
            return (typeof(object), static _ => null, static _ => Task.FromResult<object?>(null));
        }

        if (returned == typeof(Task))
        {
            return (typeof(object), static result => result, static task => UntypedAsync((Task)task!));
        }

        if (returned == typeof(ValueTask))
        {
            return (typeof(object), static result => new ValueTask(result), static task => UntypedAsync(((ValueTask)task!).AsTask()));
        }

        var isTask = returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>);
        if (!isTask && !(returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} must return a Task or a ValueTask.");
        }

        var type = returned.GetGenericArguments()[0];
        return (
            type,
            (isTask ? TypedTask : TypedValueTask).MakeGenericMethod(type).CreateDelegate<Func<Task<object?>, object?>>(),
            (isTask ? TaskResult : ValueTaskResult).MakeGenericMethod(type).CreateDelegate<Func<object?, Task<object?>>>());
    }

    private static async Task<object?> UntypedAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return null;
    }

    private static object Typed<T>(Task<object?> result)
    {
        return Await();

        async Task<T> Await() => (T)(await result.ConfigureAwait(false))!;
    }

    private static object TypedValue<T>(Task<object?> result) => new ValueTask<T>((Task<T>)Typed<T>(result));

    private static async Task<object?> ResultOf<T>(object? task) => await ((Task<T>)task!).ConfigureAwait(false);

    private static async Task<object?> ValueResultOf<T>(object? task) => await ((ValueTask<T>)task!).ConfigureAwait(false);
}
