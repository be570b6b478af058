using System.Text;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>A fault that a child tells instead of an answer.</summary>
internal static class FaultText
{
    /// <summary>In bytes; every slot's answer has room for it.</summary>
    public const int Longest = 4096;

    /// <summary>What the child does.</summary>
    public static void Write(in RingSlot slot, string text)
    {
        Encoding.UTF8.TryGetBytes(text.Length > Longest / 4 ? text[..(Longest / 4)] : text, slot.Answer, out var length);
        slot.Header = new AnswerHeader(AnswerStatus.Refused, length);
    }

    /// <summary>What the parent does.</summary>
    /// <returns>One line, which may be empty.</returns>
    public static string Read(in RingSlot slot, int length) =>
        ChildText.OneLine(slot.Answer[..Math.Clamp(length, 0, Math.Min(Longest, slot.Answer.Length))]).Trim();
}
