using System.Runtime.InteropServices;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>Memory that never moves, aligned for any vector width, so that ONNX Runtime reads and writes it in place.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    private const int Alignment = 64;

    /// <param name="length">In bytes; the memory is zeroed.</param>
    public NativeBuffer(long length)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(length, Alignment);
        SetHandle((nint)NativeMemory.AlignedAlloc(bytes, Alignment));
        NativeMemory.Clear((void*)handle, bytes);
    }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    public byte* Data => (byte*)handle;

    /// <summary>Everything as values of <typeparamref name="T"/>.</summary>
    public Span<T> As<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new((void*)handle, checked((int)(Length / sizeof(T))));
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
