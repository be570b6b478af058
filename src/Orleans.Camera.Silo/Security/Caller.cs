using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Silo.Security;

/// <summary>Who calls, as a signed token says.</summary>
/// <param name="Name">Of the holder, for logs and messages.</param>
/// <param name="Role">What the holder may do; null for a silo of the cluster, which may do everything.</param>
/// <param name="Until">When the token ends.</param>
internal sealed record Caller(string Name, CallerRole? Role, DateTimeOffset Until)
{
    public bool May(CallerRole needed) => Role is not { } role || role >= needed;
}
