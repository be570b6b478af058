using System.Text;
using System.Text.RegularExpressions;

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
        var line = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (!char.IsControl(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        var shown = Password().Replace(line.ToString(), "://${user}:***@");
        return shown.Length <= LongestLine ? shown : shown[..LongestLine] + "…";
    }

    // A password may hold anything, also slashes, blanks and @: it ends at the last @ of the line. Rather too much is hidden.
    [GeneratedRegex("://(?<user>[^/@:]*):.*@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
