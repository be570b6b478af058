using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Tests.Cluster;

internal static class Again
{
    /// <summary>As the roster does: an activation that is just leaving says so, and the next call reaches a new one.</summary>
    public static async Task EnsureAgainAsync(this ICameraGrain camera)
    {
        for (var left = 50; ; left--)
        {
            try
            {
                await camera.EnsureAsync();
                return;
            }
            catch (CameraException) when (left > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
