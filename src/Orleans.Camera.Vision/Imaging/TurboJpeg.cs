using System.Runtime.InteropServices;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>Encodes JPEG by libjpeg-turbo. Not thread safe.</summary>
internal sealed unsafe partial class TurboJpeg : IDisposable
{
    /// <summary>Of 100: what a smooth picture loses by it is 38 dB or more below it.</summary>
    public const int Quality = 90;

    /// <summary>Debian's package with the library.</summary>
    public const string Package = "libturbojpeg0";

    private const string Library = "libturbojpeg.so.0";
    private const int Halved = 2; // 4:2:0
    private const int Grey = 3;
    private const int NoReallocation = 1024;
    private nint _encoder;
    private byte* _jpeg;
    private nuint _room;

    private TurboJpeg(nint encoder) => _encoder = encoder;

    /// <summary>Whether this machine has the library.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <returns>Null where the library is missing.</returns>
    public static TurboJpeg? TryOpen() => IsInstalled && InitCompress() is not 0 and var encoder ? new TurboJpeg(encoder) : null;

    /// <summary>Encodes a colour picture whose planes lie as in a frame: luma, then the chroma planes side by side.</summary>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The library refuses it.</exception>
    public ReadOnlySpan<byte> EncodeColour(ReadOnlySpan<byte> planes, PictureSize size)
    {
        var luma = size.Width * size.Height;
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, luma * 3 / 2);
        fixed (byte* first = planes)
        {
            var starts = stackalloc byte*[] { first, first + luma, first + luma + (size.Width / 2) };
            var strides = stackalloc int[] { size.Width, size.Width, size.Width };
            return Encode(starts, strides, size, Halved);
        }
    }

    /// <summary>Encodes a plane of luma alone.</summary>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The library refuses it.</exception>
    public ReadOnlySpan<byte> EncodeGrey(ReadOnlySpan<byte> plane, PictureSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Length, size.Width * size.Height);
        fixed (byte* first = plane)
        {
            var starts = stackalloc byte*[] { first };
            var strides = stackalloc int[] { size.Width };
            return Encode(starts, strides, size, Grey);
        }
    }

    public void Dispose()
    {
        if (_encoder != 0)
        {
            _ = Destroy(_encoder);
            NativeMemory.Free(_jpeg);
            (_encoder, _room) = (0, 0);
            _jpeg = null;
        }
    }

    private ReadOnlySpan<byte> Encode(byte** planes, int* strides, PictureSize size, int sampling)
    {
        ObjectDisposedException.ThrowIf(_encoder == 0, this);
        var most = Most(size.Width, size.Height, sampling).Value;
        if (most > _room)
        {
            _jpeg = (byte*)NativeMemory.Realloc(_jpeg, most);
            _room = most;
        }

        var jpeg = _jpeg;
        var length = new CULong(_room);
        return Compress(_encoder, planes, size.Width, strides, size.Height, sampling, &jpeg, &length, Quality, NoReallocation) == 0
            ? new ReadOnlySpan<byte>(_jpeg, checked((int)length.Value))
            : throw new InvalidOperationException($"libjpeg-turbo encodes no picture of {size}: {Marshal.PtrToStringUTF8(Error(_encoder))}");
    }

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    private static partial CULong Most(int width, int height, int sampling);

    [LibraryImport(Library, EntryPoint = "tjCompressFromYUVPlanes")]
    private static partial int Compress(
        nint encoder, byte** planes, int width, int* strides, int height, int sampling, byte** jpeg, CULong* length, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint Error(nint encoder);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint encoder);
}
