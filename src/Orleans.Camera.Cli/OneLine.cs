using System.Text.RegularExpressions;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Cli;

/// <summary>
/// Makes any text one printable line without secrets: names of files and messages of other programs may hold line breaks,
/// terminal escapes and addresses with passwords.
/// </summary>
internal static partial class OneLine
{
    private const int LongestLine = 1000;

    public static string From(string text)
    {
        var line = Blanks().Replace(Printable.Line(text.Trim()), " ").Trim();
        var shown = Password().Replace(line, "://${user}:***@");
        return shown.Length <= LongestLine ? shown : shown[..(char.IsHighSurrogate(shown[LongestLine - 1]) ? LongestLine - 1 : LongestLine)] + "…";
    }

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blanks();

    // A password may hold anything, also slashes, blanks and @: it ends at the last @ of the line. Rather too much is hidden.
    [GeneratedRegex("://(?<user>[^/@:]*):.*@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Password();
}
