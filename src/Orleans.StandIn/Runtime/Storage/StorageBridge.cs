using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>Makes the states that a grain's constructor asks for.</summary>
internal static class StorageBridge
{
    private static readonly MethodInfo Making =
        typeof(StorageBridge).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static object Create(Activation activation, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException($"{parameter.Name} has [PersistentState] and must be an IPersistentState, not a {type}.", nameof(parameter));
        }

        return Making.MakeGenericMethod(type.GetGenericArguments()).Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, [activation, attribute], null)!;
    }

    private static PersistentState<TState> Make<TState>(Activation activation, PersistentStateAttribute attribute)
    {
        var store = attribute.StorageName is { } name
            ? activation.ActivationServices.GetKeyedService<IGrainStorage>(name)
            : activation.ActivationServices.GetService<IGrainStorage>();
        return new(activation, attribute.StateName, store ?? throw new BadProviderConfigException(
            $"No storage provider {(attribute.StorageName is null ? "by default" : $"named \"{attribute.StorageName}\"")} " +
            $"found loading grain type {activation.GrainId.Type}."));
    }
}
