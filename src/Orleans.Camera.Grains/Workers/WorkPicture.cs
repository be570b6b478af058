using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Grains.Workers;

/// <summary>
/// A picture on its way to a worker. On the same silo it travels as what it is, and nothing is copied; its bytes are made only
/// where it is sent to another. Thread safe, because a message is written when its connection is free, and a call that is late
/// is given up meanwhile: whoever comes after <see cref="Dispose"/> finds nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("camera.work-picture")]
public sealed class WorkPicture : IDisposable
{
    private const int LargestSide = 1 << 14;

    [NonSerialized]
    private readonly Lock _lock = new();

    [NonSerialized]
    private Frame? _frame;

    [NonSerialized]
    private byte[] _bytes = [];

    [NonSerialized]
    private int[] _sizes = [];

    /// <summary>For who reads one that was sent.</summary>
    public WorkPicture()
    {
    }

    /// <param name="frame">Retained until <see cref="Dispose"/>.</param>
    /// <param name="motion">What the gate saw; only its regions go along.</param>
    public WorkPicture(Frame frame, MotionResult? motion)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _frame = frame.Retain();
        (Number, Pts, Time) = (frame.Number, frame.Pts, frame.Time);
        Regions = motion is { Regions.Count: > 0 } ? [.. motion.Regions.SelectMany(box => new[] { box.Left, box.Top, box.Right, box.Bottom })] : [];
    }

    [Id(0)]
    public long Number { get; set; }

    [Id(1)]
    public TimeSpan Pts { get; set; }

    [Id(2)]
    public DateTimeOffset Time { get; set; }

    /// <summary>Left, top, right and bottom of each place where something moves.</summary>
    [Id(3)]
    public float[] Regions { get; set; } = [];

    /// <summary>Width and height of the source's pictures, of the gate plane and of the picture; empty once given up.</summary>
    [Id(4)]
    public int[] Sizes
    {
        get
        {
            lock (_lock)
            {
                return _frame is { Layout: var layout }
                    ? [layout.Source.Width, layout.Source.Height, layout.Gate.Width, layout.Gate.Height, layout.Picture.Width, layout.Picture.Height]
                    : _sizes;
            }
        }

        set => _sizes = value;
    }

    /// <summary>A copy of all planes, made anew each time; empty once given up.</summary>
    [Id(5)]
    public byte[] Bytes
    {
        get
        {
            lock (_lock)
            {
                return _frame is { } frame ? frame.Bytes.ToArray() : _bytes;
            }
        }

        set => _bytes = value;
    }

    /// <returns>The picture, owned by the caller too; null where it was given up, or does not make sense.</returns>
    public Frame? Open()
    {
        lock (_lock)
        {
            if (_frame is not null)
            {
                return _frame.Retain();
            }
        }

        if (_sizes is not [var width, var height, var gateWidth, var gateHeight, var pictureWidth, var pictureHeight] ||
            _sizes.Any(size => size is < 0 or > LargestSide) || ((pictureWidth | pictureHeight) & 1) != 0)
        {
            return null;
        }

        var layout = new FrameLayout(new(width, height), new(gateWidth, gateHeight), new(pictureWidth, pictureHeight));
        return layout.ByteLength == _bytes.Length ? Frame.Over(layout, _bytes, Number, Pts, Time) : null;
    }

    /// <returns>What the gate saw, without its foreground; null where nothing was said.</returns>
    public MotionResult? Motion(Frame frame) =>
        Regions.Length == 0 ? null : MotionResult.Of(frame.Layout.Gate, Regions.Chunk(4).Where(box => box.Length == 4).Select(box => new Box(box[0], box[1], box[2], box[3])));

    /// <summary>Gives the picture up. Who has opened it keeps it for as long as he needs.</summary>
    public void Dispose()
    {
        Frame? frame;
        lock (_lock)
        {
            (frame, _frame) = (_frame, null);
        }

        frame?.Dispose();
    }
}
