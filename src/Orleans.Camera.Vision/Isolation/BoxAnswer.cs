using System.Runtime.InteropServices;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>The boxes of one picture as they lie in a slot. Whoever reads them trusts nothing that is written there.</summary>
internal static class BoxAnswer
{
    public const int BoxBytes = 24;
    private const float FarthestOutside = 1.001f; // of the picture's size; boxes may stand out by as much as that

    /// <summary>Room for so many boxes, or for a text.</summary>
    public static int RoomFor(int boxes) => Math.Max(FaultText.Longest, boxes * BoxBytes);

    /// <summary>What the child does.</summary>
    public static void Write(in RingSlot slot, List<Detection> detections)
    {
        var boxes = MemoryMarshal.Cast<byte, Detection>(slot.Answer);
        var count = Math.Min(detections.Count, boxes.Length);
        CollectionsMarshal.AsSpan(detections)[..count].CopyTo(boxes);
        slot.Header = new AnswerHeader(AnswerStatus.Done, count);
    }

    /// <summary>What the parent does: copies once, judges the copy.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="model">For messages.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="most">How many boxes there may be.</param>
    /// <param name="detections">Receives the boxes; nothing where there is a fault.</param>
    /// <exception cref="ModelException">The answer makes no sense, or is a fault.</exception>
    public static void Read(in RingSlot slot, string model, int labels, int most, List<Detection> detections)
    {
        var header = slot.Header;
        if (header.Status == AnswerStatus.Refused)
        {
            throw new ModelException(FaultText.Read(slot, header.Count) is { Length: > 0 } text ? text : $"Model '{model}' failed without a word; see the log.");
        }

        if (header.Status != AnswerStatus.Done || header.Count < 0 || header.Count > Math.Min(most, slot.Answer.Length / BoxBytes))
        {
            throw Nonsense(model, header.Status == AnswerStatus.Done ? $"{header.Count} boxes where {most} are the most" : $"no answer (status {(int)header.Status})");
        }

        var before = detections.Count;
        CollectionsMarshal.SetCount(detections, before + header.Count);
        var copy = CollectionsMarshal.AsSpan(detections)[before..];
        MemoryMarshal.Cast<byte, Detection>(slot.Answer)[..header.Count].CopyTo(copy);
        foreach (ref readonly var box in copy)
        {
            if (FaultOf(box, labels) is { } fault)
            {
                CollectionsMarshal.SetCount(detections, before);
                throw Nonsense(model, fault);
            }
        }
    }

    private static string? FaultOf(in Detection found, int labels)
    {
        var (box, label, score) = found;
        return !IsNear(box.Left) || !IsNear(box.Top) || !IsNear(box.Right) || !IsNear(box.Bottom)
            || !(box.Right > box.Left) || !(box.Bottom > box.Top)
            ? FormattableString.Invariant($"a box at {box.Left}, {box.Top}, {box.Right}, {box.Bottom}, which is no place on a picture")
            : (uint)label >= (uint)labels
            ? $"a label number {label} where there are {labels}"
            : score is >= 0 and <= 1 ? null : FormattableString.Invariant($"a score of {score}");
    }

    private static bool IsNear(float relative) => relative is >= -FarthestOutside and <= 1 + FarthestOutside;

    private static ModelException Nonsense(string model, string what) => new(
        $"Model '{model}' answered nonsense from its worker process: {what}. Check the model and its manifest.");
}
