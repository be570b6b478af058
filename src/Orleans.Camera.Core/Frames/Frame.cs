using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Frames;

/// <summary>One picture, its place in the source and its own time. Its planes live in a pooled buffer.</summary>
/// <remarks>
/// Reference counted: whoever keeps a frame beyond the call that handed it over calls <see cref="Retain"/>, and every
/// owner disposes once. The planes are read-only for everybody once the source has handed the frame over.
/// </remarks>
public sealed class Frame : IDisposable
{
    private readonly FramePool? _pool;
    private readonly byte[] _buffer;
    private int _owners = 1;

    internal Frame(FrameLayout layout, byte[] buffer, FramePool? pool)
    {
        Layout = layout;
        _buffer = buffer;
        _pool = pool;
    }

    public FrameLayout Layout { get; }

    /// <summary>Position in the source, counted from 1 over every picture that the source decoded, also those skipped.</summary>
    public long Number { get; private set; }

    /// <summary>Presentation time from the start of the source. Every interval is counted in it.</summary>
    public TimeSpan Pts { get; private set; }

    /// <summary>When the picture was taken, UTC.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>The small luma plane on which motion is found; empty where there are no pictures.</summary>
    public Plane Gate => new(_buffer.AsSpan(Layout.GateRow * Layout.Stride), Layout.Gate.Width, Layout.Gate.Height, Layout.Stride);

    /// <summary>Whether a colour picture is carried.</summary>
    public bool HasPicture => !Layout.Picture.IsEmpty;

    public Plane Luma => new(_buffer, Layout.Picture.Width, Layout.Picture.Height, Layout.Stride);

    public Plane ChromaU => Chroma(offset: 0);

    public Plane ChromaV => Chroma(offset: Layout.Picture.Width / 2);

    /// <summary>The whole buffer, to be filled by the source before the frame is handed over.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(0, Layout.ByteLength);

    /// <summary>A frame without pixels, for recorded detections.</summary>
    public static Frame WithoutPicture(PictureSize source, long number, TimeSpan pts, DateTimeOffset time)
    {
        var frame = new Frame(new FrameLayout(source, default), [], pool: null);
        frame.Stamp(number, pts, time);
        return frame;
    }

    /// <summary>A frame over bytes that came from elsewhere.</summary>
    /// <param name="buffer">The planes, as long as the layout says; the frame's from now on.</param>
    public static Frame Over(FrameLayout layout, byte[] buffer, long number, TimeSpan pts, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNotEqual(buffer.Length, layout.ByteLength);
        var frame = new Frame(layout, buffer, pool: null);
        frame.Stamp(number, pts, time);
        return frame;
    }

    /// <summary>Sets the picture's place and time, before anybody else sees it.</summary>
    public void Stamp(long number, TimeSpan pts, DateTimeOffset time) => (Number, Pts, Time) = (number, pts, time);

    /// <summary>Adds an owner.</summary>
    public Frame Retain()
    {
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <summary>Gives up one ownership; the last one returns the buffer to its pool.</summary>
    public void Dispose()
    {
        var left = Interlocked.Decrement(ref _owners);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left == 0)
        {
            _pool?.Return(this);
        }
    }

    internal void Revive() => _owners = 1;

    private Plane Chroma(int offset) => new(
        _buffer.AsSpan((Layout.ChromaRow * Layout.Stride) + offset), Layout.Picture.Width / 2, Layout.Picture.Height / 2, Layout.Stride);
}
