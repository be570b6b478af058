using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>The policies by name.</summary>
public static class DispatchPolicies
{
    public const string RoundRobin = "round-robin";
    public const string LeastLoaded = "least-loaded";
    public const string Capability = "capability";
    public const string Geographic = "geographic";
    public const string Priority = "priority";
    public const string Hybrid = "hybrid";

    /// <summary>The policy where nobody named one.</summary>
    public const string Default = Hybrid;

    public static IReadOnlyList<string> Names { get; } = [RoundRobin, LeastLoaded, Capability, Geographic, Priority, Hybrid];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of what it leaves to chance.</param>
    /// <exception cref="ArgumentException">No policy has this name; the message names the nearest.</exception>
    public static IDispatchPolicy Create(string name, long seed) => name switch
    {
        RoundRobin => new RoundRobinPolicy(),
        LeastLoaded => new LeastLoadedPolicy(new SharedRandom(seed)),
        Capability => new CapabilityPolicy(new SharedRandom(seed)),
        Geographic => new GeographicPolicy(new SharedRandom(seed)),
        Priority => new PriorityPolicy(new SharedRandom(seed)),
        Hybrid => new HybridPolicy(new SharedRandom(seed)),
        _ => throw new ArgumentException(
            $"There is no dispatch policy '{name}'{NearestName.Hint(name ?? "", Names)}. Choose one of {string.Join(", ", Names)}.", nameof(name)),
    };
}
