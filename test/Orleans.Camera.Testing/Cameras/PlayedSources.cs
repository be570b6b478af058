using System.Collections.Concurrent;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>Sources by address, made by the test. An address that nobody knows cannot be opened.</summary>
public sealed class PlayedSources : IFrameSources
{
    private readonly ConcurrentDictionary<string, Func<SourceOrder, IFrameSource>> _makers = new(StringComparer.Ordinal);

    /// <summary>Every order so far.</summary>
    public ConcurrentQueue<SourceOrder> Orders { get; } = new();

    /// <summary>Whether live ones have room for two readers.</summary>
    public bool AreShared { get; init; }

    public Func<SourceOrder, IFrameSource> this[string address]
    {
        set => _makers[address] = value;
    }

    public string Show(string address) => address.Replace("secret", "***", StringComparison.Ordinal);

    public bool IsLive(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.StartsWith("forbidden", StringComparison.Ordinal)
            ? throw new SourceException($"{Show(address)} is not allowed.")
            : address.StartsWith("live", StringComparison.Ordinal);
    }

    public bool MayShare(string address) => AreShared;

    public IFrameSource Create(SourceOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        Orders.Enqueue(order);
        return _makers.TryGetValue(order.Address, out var make) ? make(order) : throw new SourceException($"{Show(order.Address)}: there is no such file.");
    }
}

/// <summary>Knows the motion detector, and those that the test gives.</summary>
public sealed class PlayedDetectors : IDetectors
{
    /// <summary>Makes the detector of another name.</summary>
    public Func<string, FrameLayout, IObjectDetector>? Make { get; set; }

    public IOpenDetector Open(string name) =>
        name == IDetectors.Motion ? new Opened(layout => new MotionDetector(layout.Gate))
        : Make is { } make ? new Opened(layout => make(name, layout))
        : throw new ModelException($"There is no model '{name}'.");

    private sealed class Opened(Func<FrameLayout, IObjectDetector> make) : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => make(layout);

        public void Dispose()
        {
        }
    }
}

/// <summary>A "JPEG" whose bytes are its picture's number.</summary>
public sealed class PlayedPictureEncoder : IPictureEncoder
{
    public Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Task.FromResult(BitConverter.GetBytes(frame.Number));
    }
}
