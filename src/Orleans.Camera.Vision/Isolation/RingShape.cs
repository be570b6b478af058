namespace Orleans.Camera.Vision.Isolation;

/// <summary>How shared memory is divided: so many slots, each with a request, an answer, and room for one picture.</summary>
/// <param name="Slots">Pictures in flight, at most.</param>
/// <param name="AnswerBytes">Room for what is answered.</param>
/// <param name="PictureBytes">Room for the planes of one picture.</param>
internal readonly record struct RingShape(int Slots, int AnswerBytes, int PictureBytes)
{
    public const int MostSlots = 64;
    private const int HeaderBytes = 128;
    private const int Page = 4096;

    public int SlotBytes => (HeaderBytes + AnswerBytes + PictureBytes + Page - 1) / Page * Page;

    public long TotalBytes => (long)Slots * SlotBytes;

    /// <summary>One slot of memory that has this shape.</summary>
    public RingSlot Slot(SharedMemory memory, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Slots);
        return Slot(memory.Bytes((long)slot * SlotBytes, SlotBytes));
    }

    /// <summary>A slot that is these bytes.</summary>
    public RingSlot Slot(Span<byte> bytes) => new(
        bytes[..(HeaderBytes / 2)],
        bytes[(HeaderBytes / 2)..HeaderBytes],
        bytes.Slice(HeaderBytes, AnswerBytes),
        bytes.Slice(HeaderBytes + AnswerBytes, PictureBytes));
}
