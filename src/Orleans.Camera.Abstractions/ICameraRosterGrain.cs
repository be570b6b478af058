using Orleans.Concurrency;

namespace Orleans.Camera.Abstractions;

/// <summary>Which cameras must run; starts them, and starts them again when a silo dies. Key: the site, <c>default</c>.</summary>
[Alias("camera.ICameraRosterGrain")]
public interface ICameraRosterGrain : IGrainWithStringKey
{
    /// <summary>Adds a camera and starts it.</summary>
    /// <exception cref="CameraException">There is a camera of that name already, or the definition makes no sense.</exception>
    [Alias("Add"), RequiresRole(CallerRole.Admin)]
    Task AddAsync(CameraDefinition definition);

    /// <summary>Stops a camera and forgets its definition. Its counts stay.</summary>
    /// <exception cref="CameraException">There is no such camera; the message names the nearest one.</exception>
    [Alias("Remove"), RequiresRole(CallerRole.Admin)]
    Task RemoveAsync(string camera);

    [Alias("List"), RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<CameraDefinition>> ListAsync();

    /// <summary>What every camera is doing; a camera that does not answer is shown as such.</summary>
    [Alias("GetStatus"), RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<CameraStatus>> GetStatusAsync();

    /// <summary>Looks at every camera and starts those that do not count. Harmless at any time, from anybody.</summary>
    /// <param name="membershipVersion">Of the change that is the reason; an older one than the latest seen does nothing.</param>
    [Alias("Reconcile"), AlwaysInterleave, RequiresRole(CallerRole.Operator)]
    Task ReconcileAsync(long membershipVersion);

    /// <summary>Moves every camera away from a silo and places none there until the silo ends or <see cref="UndrainAsync"/>.</summary>
    /// <param name="silo">The silo's name.</param>
    /// <exception cref="CameraException">There is no such silo, or it is the only one.</exception>
    [Alias("Drain"), RequiresRole(CallerRole.Operator)]
    Task DrainAsync(string silo);

    /// <summary>
    /// Moves every camera away from a silo that is about to end. Unlike a drain it says nothing about the silo that is started
    /// in its place.
    /// </summary>
    /// <param name="owner">The silo as it signs what it stores: its name and its generation.</param>
    [Alias("Leave"), AlwaysInterleave, RequiresRole(CallerRole.Admin)]
    Task LeaveAsync(string owner);

    /// <returns>Names of the silos that get no cameras.</returns>
    [Alias("GetDrained"), AlwaysInterleave, RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<string>> GetDrainedAsync();

    [Alias("Undrain"), RequiresRole(CallerRole.Operator)]
    Task UndrainAsync(string silo);
}
