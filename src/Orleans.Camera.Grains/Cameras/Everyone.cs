using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>Several audiences, told one after the other.</summary>
internal sealed class Everyone(IReadOnlyList<IAudience> audiences) : IAudience
{
    public async Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken)
    {
        foreach (var audience in audiences)
        {
            await audience.TellAsync(camera, events, cancellationToken);
        }
    }

    public void Tell(CameraStatus status)
    {
        foreach (var audience in audiences)
        {
            audience.Tell(status);
        }
    }

    public void Tell(AlertRecord alert)
    {
        foreach (var audience in audiences)
        {
            audience.Tell(alert);
        }
    }
}
