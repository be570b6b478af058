using System.Text.RegularExpressions;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Vision.Sources;

/// <summary>The secrets of one address, and how to keep them out of what is printed.</summary>
internal sealed partial class SecretWords
{
    private const string Hidden = "***";
    private const int LongestLine = 400;

    private readonly string[] _words;

    private SecretWords(IEnumerable<string> words) =>
        _words = [.. words.Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length)];

    public bool IsEmpty => _words.Length == 0;

    public static SecretWords Of(string address)
    {
        var words = new List<string>();
        foreach (var user in new[] { UserInformation().Match(address), UserOfAuthority().Match(address) })
        {
            if (user.Success)
            {
                Add(user.Groups["password"].Value);
            }
        }

        foreach (Match parameter in SecretParameter().Matches(address))
        {
            Add(parameter.Groups["value"].Value);
        }

        return new SecretWords(words);

        void Add(string word)
        {
            words.Add(word);
            words.Add(Uri.UnescapeDataString(word));
        }
    }

    /// <summary>The line without secrets and without characters that steer a terminal, cut to a length that can be read.</summary>
    public string RemoveFrom(string line)
    {
        // Whole addresses first: they are recognised by shape, also those that a server made up and redirected to.
        var clean = UserInformation().Replace(line, match => $"://{match.Groups["user"].Value}:{Hidden}@");
        clean = SecretParameter().Replace(clean, match => $"{match.Groups["key"].Value}={Hidden}");
        foreach (var word in _words)
        {
            // A very short password is part of ordinary words; in its address it is hidden by shape.
            clean = word.Length < 3 ? clean : clean.Replace(word, Hidden, StringComparison.Ordinal);
        }

        return Printable.Line(clean.Length > LongestLine ? clean[..LongestLine] : clean);
    }

    // The password may hold anything, a slash or an @ as well: it ends at the last @ that a host follows.
    [GeneratedRegex(@"://(?<user>[^/?#\s:@]*):(?!\d{1,5}(?:[/?#\s]|$))(?<password>[^\s]*)@(?=[^@\s]*)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UserInformation();

    // As FFmpeg reads it: up to the last @ before the path.
    [GeneratedRegex(@"://[^/?#\s:@]*:(?<password>[^/?#\s]*)@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UserOfAuthority();

    [GeneratedRegex("(?<=[?&])(?<key>[^=&#\\s]*(?:pass|pwd|token|secret|auth|key|sig)[^=&#\\s]*)=(?<value>[^&#\\s]*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SecretParameter();
}
