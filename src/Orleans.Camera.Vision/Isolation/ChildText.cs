using System.Globalization;
using System.Text;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Text of a child's as one line, with nothing in it that could disturb a log or steer a terminal.</summary>
internal static class ChildText
{
    public static string OneLine(ReadOnlySpan<byte> bytes) => OneLine(Encoding.UTF8.GetString(bytes));

    public static string OneLine(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = IsPlain(source[i]) ? source[i] : ' ';
        }
    });

    private static bool IsPlain(char one) => char.GetUnicodeCategory(one)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
