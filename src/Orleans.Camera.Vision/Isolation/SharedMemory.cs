using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Memory that this process and one child see. It has no name that anybody else could open.</summary>
internal sealed unsafe class SharedMemory : SafeHandle
{
    private readonly long _length;

    private SharedMemory(SafeFileHandle file, long length)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        File = file;
        _length = length;
        SetHandle(LibC.Map(file, length));
    }

    /// <summary>What a child is given.</summary>
    public SafeFileHandle File { get; }

    public override bool IsInvalid => handle == 0;

    public static SharedMemory Create(long length)
    {
        var file = LibC.CreateMemory("camera-pictures", length);
        try
        {
            return new SharedMemory(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Memory that this process was started with.</summary>
    public static SharedMemory Open(int descriptor, long length) => new(new SafeFileHandle(descriptor, ownsHandle: true), length);

    public Span<byte> Bytes(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, _length);
        return new((byte*)handle + offset, length);
    }

    protected override bool ReleaseHandle()
    {
        LibC.Unmap(handle, _length);
        File.Dispose();
        return true;
    }
}
