using System.Globalization;
using System.Text;

namespace Orleans.Camera.Core.Text;

/// <summary>
/// Texts of others, such as names of cameras and lines of FFmpeg, made fit for a terminal and a log: nothing in them breaks the
/// line, steers the terminal, turns the direction of writing or cannot be seen.
/// </summary>
public static class Printable
{
    private const char Unseen = '?';

    /// <summary>One line, in which a blank stands for each break and control, and a <c>?</c> for all else that cannot be seen.</summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.EnumerateRunes().All(IsVisible) && !HasBrokenPair(text))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        foreach (var letter in text.EnumerateRunes())
        {
            if (letter == Rune.ReplacementChar || (!IsVisible(letter) && !IsBreak(letter)))
            {
                line.Append(Unseen);
            }
            else
            {
                line.Append(IsBreak(letter) ? " " : letter.ToString());
            }
        }

        return line.ToString();
    }

    /// <summary>Whether a letter shows as itself, and changes nothing around it.</summary>
    public static bool IsVisible(Rune letter) => !IsBlank(letter.Value) && Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool IsBreak(Rune letter) => Rune.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Letters and marks that Unicode counts as such, and that show as nothing: fillers, joiners, selectors of a shape.</summary>
    private static bool IsBlank(int letter) => letter is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F) or
        (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);

    private static bool HasBrokenPair(string text) => text.EnumerateRunes().Any(letter => letter == Rune.ReplacementChar);
}
