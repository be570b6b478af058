using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>Whose pictures go first, and whose are dropped last, when there are more than the workers can take.</summary>
public enum CameraPriority
{
    Critical,
    High,
    Normal,
    Low,
}

/// <summary>Priorities as people write them.</summary>
public static class CameraPriorities
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<CameraPriority>().Select(name => name.ToLowerInvariant())];

    /// <param name="name">One of <see cref="Names"/>; empty for normal.</param>
    /// <exception cref="ArgumentException">There is no such priority; the message names the nearest.</exception>
    public static CameraPriority Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == 0 ? CameraPriority.Normal
            : Names.Contains(name) ? Enum.Parse<CameraPriority>(name, ignoreCase: true)
            : throw new ArgumentException($"There is no priority '{name}'{NearestName.Hint(name, Names)}. Choose one of {string.Join(", ", Names)}.", nameof(name));
    }
}
