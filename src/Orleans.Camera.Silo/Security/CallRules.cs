using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Silo.Security;

/// <summary>The role that each method needs of a caller from outside: what its interface says, otherwise an administrator's.</summary>
internal static class CallRules
{
    /// <summary>What clients of streams call of the engine, by the engine's own names: whoever may look may also follow.</summary>
    private static readonly HashSet<string> OfViewers = new(StringComparer.Ordinal)
    {
        "Orleans.Streams.IPubSubRendezvousGrain.RegisterConsumer",
        "Orleans.Streams.IPubSubRendezvousGrain.UnregisterConsumer",
        "Orleans.Streams.IPubSubRendezvousGrain.GetAllSubscriptions",
        "Orleans.Runtime.ICancellationSourcesExtension.CancelRemoteToken",
    };

    /// <summary>
    /// What the names of the grain classes are, which every client asks before its first call; and the tick of a grain's timer,
    /// which comes from the grain itself and which no grain answers to anybody else.
    /// </summary>
    private static readonly HashSet<string> OfAnybody = new(StringComparer.Ordinal)
    {
        "Orleans.Runtime.IClusterManifestSystemTarget",
        "Orleans.Runtime.IGrainTimerInvoker",
    };

    private static readonly ConcurrentDictionary<MethodInfo, CallerRole?> Known = new();

    /// <returns>Null where not even a token is needed.</returns>
    public static CallerRole? RoleOf(MethodInfo method) => Known.GetOrAdd(method, static method =>
        method.GetCustomAttribute<RequiresRoleAttribute>() is { } rule ? rule.Role
        : OfAnybody.Contains(method.DeclaringType?.FullName ?? "") ? null
        : OfViewers.Contains($"{method.DeclaringType?.FullName}.{method.Name}") ? CallerRole.Viewer
        : CallerRole.Admin);
}
