using System.Text;

namespace Orleans.Camera.Vision.Models;

/// <summary>Reads the class names that exporters write into a model's metadata: <c>{0: 'person', 1: 'bicycle'}</c>.</summary>
internal static class LabelList
{
    private const int MostLabels = 10_000;

    /// <returns>The names in order; empty where the text is no such list, or has holes.</returns>
    public static IReadOnlyList<string> Parse(string? text)
    {
        var rest = (text ?? "").AsSpan().Trim();
        if (rest.Length < 2 || rest[0] != '{' || rest[^1] != '}')
        {
            return [];
        }

        rest = rest[1..^1];
        var names = new List<string>();
        while (!(rest = rest.TrimStart()).IsEmpty && names.Count < MostLabels)
        {
            var colon = rest.IndexOf(':');
            if (colon < 0 || !int.TryParse(rest[..colon], out var index) || index != names.Count
                || !TakeQuoted(rest[(colon + 1)..].TrimStart(), out var name, out rest))
            {
                return [];
            }

            names.Add(name);
            rest = rest.TrimStart().TrimStart(',');
        }

        return names;
    }

    private static bool TakeQuoted(ReadOnlySpan<char> text, out string name, out ReadOnlySpan<char> rest)
    {
        name = "";
        rest = default;
        if (text.IsEmpty || text[0] is not ('\'' or '"'))
        {
            return false;
        }

        var built = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == text[0])
            {
                name = built.ToString();
                rest = text[(i + 1)..];
                return true;
            }

            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            built.Append(char.IsControl(text[i]) ? ' ' : text[i]);
        }

        return false;
    }
}
