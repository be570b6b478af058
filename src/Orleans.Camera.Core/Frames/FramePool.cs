using System.Collections.Concurrent;

namespace Orleans.Camera.Core.Frames;

/// <summary>Reuses the frames of one source, so that a running camera allocates no pictures. Thread safe.</summary>
/// <param name="layout">The layout of every frame of this pool.</param>
/// <param name="capacity">How many idle frames are kept; more are left to the garbage collector.</param>
public sealed class FramePool(FrameLayout layout, int capacity = 16)
{
    private readonly ConcurrentQueue<Frame> _idle = new();

    public FrameLayout Layout { get; } = layout;

    /// <summary>A frame with undefined pixels, owned once by the caller.</summary>
    public Frame Rent()
    {
        if (_idle.TryDequeue(out var frame))
        {
            frame.Revive();
            return frame;
        }

        return new Frame(Layout, GC.AllocateUninitializedArray<byte>(Math.Max(1, Layout.ByteLength), pinned: true), this);
    }

    internal void Return(Frame frame)
    {
        if (_idle.Count < capacity)
        {
            _idle.Enqueue(frame);
        }
    }
}
