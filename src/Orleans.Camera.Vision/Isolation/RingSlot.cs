using System.Runtime.InteropServices;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// One slot of the ring. The other process can write into it at any moment: whatever is read from it is copied once and
/// judged then.
/// </summary>
internal readonly ref struct RingSlot(Span<byte> request, Span<byte> header, Span<byte> answer, Span<byte> picture)
{
    /// <summary>What is asked for; written by the parent.</summary>
    public PictureRequest Request
    {
        get => MemoryMarshal.Read<PictureRequest>(_request);
        set => MemoryMarshal.Write(_request, value);
    }

    /// <summary>What is asked for where it is no model that looks; it lies where <see cref="Request"/> lies.</summary>
    public PictureOrder Order
    {
        get => MemoryMarshal.Read<PictureOrder>(_request);
        set => MemoryMarshal.Write(_request, value);
    }

    /// <summary>What came of it; written by the child.</summary>
    public AnswerHeader Header
    {
        get => MemoryMarshal.Read<AnswerHeader>(_header);
        set => MemoryMarshal.Write(_header, value);
    }

    /// <summary>Boxes, a picture, or a text.</summary>
    public Span<byte> Answer { get; } = answer;

    /// <summary>The planes, row by row without gaps.</summary>
    public Span<byte> Picture { get; } = picture;

    private readonly Span<byte> _request = request;
    private readonly Span<byte> _header = header;
}

/// <summary>What a child is asked to do with the picture in a slot.</summary>
/// <param name="Width">Of the picture, in pixels.</param>
/// <param name="Height">Of the picture, in pixels.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PictureRequest(int Width, int Height);

/// <summary>What a child that does picture work makes of the picture in a slot.</summary>
/// <param name="Task">What to make.</param>
/// <param name="Size">Of the picture.</param>
/// <param name="Target">Of what is made of it, where its size changes.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PictureOrder(PictureTask Task, PictureSize Size, PictureSize Target = default);

internal enum PictureTask
{
    None = 0,

    /// <summary>A JPEG of a colour picture.</summary>
    ColourJpeg = 1,

    /// <summary>A JPEG of a single plane of luma.</summary>
    GreyJpeg = 2,

    /// <summary>The colour picture in another size.</summary>
    Resize = 3,
}

/// <summary>What came of a request.</summary>
/// <param name="Status">Whether it worked.</param>
/// <param name="Count">Of boxes, or of the bytes of a picture or a text.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AnswerHeader(AnswerStatus Status, int Count);

internal enum AnswerStatus
{
    /// <summary>Nothing was written.</summary>
    None = 0,
    Done = 1,

    /// <summary>The picture, or the model, is at fault; the answer is a text.</summary>
    Refused = 2,
}

/// <summary>What goes through the pipes once a picture or an answer lies in its slot: eight bytes.</summary>
/// <param name="Slot">Which; <see cref="Ping"/> asks for a sign of life.</param>
/// <param name="Sequence">Tells this use of the slot from others.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Doorbell(int Slot, uint Sequence)
{
    public const int Ping = -1;
    public const int Bytes = 8;
}
