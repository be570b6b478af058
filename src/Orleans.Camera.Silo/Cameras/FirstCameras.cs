using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Silo.Cameras;

/// <summary>Adds the cameras of the configuration that the store does not know yet.</summary>
public static class FirstCameras
{
    /// <exception cref="CameraException">A definition makes no sense; the others are added all the same.</exception>
    public static async Task AddAsync(IGrainFactory grains, IReadOnlyList<CameraDefinition> cameras)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(cameras);
        if (cameras.Count == 0)
        {
            return;
        }

        var roster = grains.GetGrain<ICameraRosterGrain>(Sites.Default);
        var known = await NamesAsync(roster).ConfigureAwait(false);
        CameraException? wrong = null;
        foreach (var camera in cameras.Where(camera => !known.Contains(camera.Name)))
        {
            try
            {
                await roster.AddAsync(camera).ConfigureAwait(false);
            }
            catch (CameraException fault)
            {
                // Another silo with the same file may have been faster.
                wrong = (await NamesAsync(roster).ConfigureAwait(false)).Contains(camera.Name) ? wrong : fault;
            }
        }

        if (wrong is not null)
        {
            throw wrong;
        }
    }

    private static async Task<HashSet<string>> NamesAsync(ICameraRosterGrain roster) =>
        [.. (await roster.ListAsync().ConfigureAwait(false)).Select(camera => camera.Name)];
}

/// <summary>Keys of the roster.</summary>
public static class Sites
{
    public const string Default = "default";
}
