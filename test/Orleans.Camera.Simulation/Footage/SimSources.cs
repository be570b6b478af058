using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>Recordings that can be read from any picture on, and cameras that show what there is to see just now.</summary>
internal sealed class SimSources(World? world, TimeProvider clock, SourceLog log) : IFrameSources
{
    private const string LiveScheme = "live:";

    public string Show(string address) => address;

    public bool IsLive(string address) => address.StartsWith(LiveScheme, StringComparison.Ordinal);

    public IFrameSource Create(SourceOrder order) => IsLive(order.Address)
        ? new LiveFootage(world!, clock, order, log)
        : new FileFootage(clock, order, log);
}

/// <summary>Nobody looks at pictures here.</summary>
internal sealed class NoPictures : IPictureEncoder
{
    public Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken) => throw new IOException("There are no pictures.");
}
