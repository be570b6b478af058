using System.Text;

namespace Orleans.Camera.Cli;

/// <summary>
/// Makes any text one printable line: names of files and messages of other programs may hold line breaks and terminal
/// escapes.
/// </summary>
internal static class OneLine
{
    private const int LongestLine = 1000;

    public static string From(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (line.Length == LongestLine)
            {
                return line.Append('…').ToString();
            }

            if (!char.IsControl(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }
}
