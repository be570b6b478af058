namespace Orleans.Camera.Abstractions;

/// <summary>What a caller from outside of the cluster may do. Each role may also do what those before it may.</summary>
public enum CallerRole
{
    /// <summary>Looks: status, counts, events, pictures.</summary>
    Viewer = 0,

    /// <summary>Starts, stops and moves cameras.</summary>
    Operator = 1,

    /// <summary>Says which cameras there are and what they read, and may call everything else.</summary>
    Admin = 2,
}

/// <summary>The role that a caller from outside needs for a method. A method without it needs <see cref="CallerRole.Admin"/>.</summary>
/// <param name="role">The least that may call it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresRoleAttribute(CallerRole role) : Attribute
{
    /// <summary>The least that may call it.</summary>
    public CallerRole Role => role;
}
