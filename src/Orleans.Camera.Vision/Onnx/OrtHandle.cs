using System.Runtime.InteropServices;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>Owns one object of ONNX Runtime and releases it once, also when nobody disposes of it.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;

    public OrtHandle(nint handle, delegate* unmanaged<nint, void> release)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _release = release;
        SetHandle(handle);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The object itself, for a call during which the owner is known to be alive.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
