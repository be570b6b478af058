using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>What came of a picture, as it lies in a slot. Whoever reads it trusts nothing that is written there.</summary>
internal static class PictureAnswer
{
    /// <summary>What the parent does: copies once, judges the copy.</summary>
    /// <exception cref="IOException">The answer makes no sense, or is a fault.</exception>
    public static byte[] Read(in RingSlot slot, PictureOrder order)
    {
        var header = slot.Header;
        if (header.Status == AnswerStatus.Refused)
        {
            throw new IOException(FaultText.Read(slot, header.Count) is { Length: > 0 } text
                ? $"The picture of {order.Size} cannot be worked on: {text}."
                : $"The picture of {order.Size} cannot be worked on, and its process does not say why; see the log.");
        }

        if (header.Status != AnswerStatus.Done || header.Count <= 0 || header.Count > slot.Answer.Length)
        {
            throw Nonsense(header.Status == AnswerStatus.Done ? $"{header.Count} bytes where {slot.Answer.Length} are the most" : $"no answer (status {(int)header.Status})");
        }

        if (order.Task == PictureTask.Resize && header.Count != SlotFrames.BytesOf(order.Target))
        {
            throw Nonsense($"{header.Count} bytes where a picture of {order.Target} has {SlotFrames.BytesOf(order.Target)}");
        }

        var bytes = slot.Answer[..header.Count].ToArray();
        return order.Task == PictureTask.Resize || JpegHeader.SizeOf(bytes) == order.Size
            ? bytes
            : throw Nonsense($"something else than a JPEG of {order.Size}");
    }

    private static IOException Nonsense(string what) => new($"The process that works on pictures answered nonsense: {what}. It is tried again with the next picture.");
}
