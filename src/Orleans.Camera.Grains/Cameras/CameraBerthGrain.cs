using Orleans.Camera.Placement.Cameras;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// Has the silo on which it is placed open what a camera needs, before that camera comes. Key: the camera and the silo, so
/// that each silo has its own. Between grains of this assembly; not for others.
/// </summary>
[Alias("camera.ICameraBerthGrain")]
public interface ICameraBerthGrain : IGrainWithStringKey
{
    /// <summary>Returns when all is open, or nothing can be opened ahead.</summary>
    [Alias("Prepare")]
    Task PrepareAsync(string camera);
}

[GrainType("camera-berth"), CameraPlacement]
internal sealed class CameraBerthGrain(CameraBerths berths) : Grain, ICameraBerthGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static string KeyOf(string camera, SiloAddress silo) => $"{camera}/{silo.ToParsableString()}";

    public async Task PrepareAsync(string camera)
    {
        DeactivateOnIdle();
        using var limit = new CancellationTokenSource(Patience, berths.Time);
        try
        {
            // Off the scheduler: to load a model blocks.
            await Task.Run(() => berths.PrepareAsync(camera, limit.Token), limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It takes too long to wait for it.
        }
    }
}
