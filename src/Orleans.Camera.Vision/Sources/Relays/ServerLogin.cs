using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>
/// Answers a server's demand for user and password: Basic (RFC 7617) and Digest with MD5 or SHA-256 (RFC 7616). Nothing is
/// sent before the server has asked. Thread safe.
/// </summary>
/// <param name="user">As the server knows it.</param>
/// <param name="password">Of this user.</param>
/// <param name="nonce">Makes a word that nobody can foresee; null for a random one.</param>
internal sealed partial class ServerLogin(string user, string password, Func<string>? nonce = null)
{
    private readonly Lock _lock = new();
    private string? _basic;
    private Dictionary<string, string>? _digest;
    private int _uses;

    /// <summary>Takes note of what an answer demands.</summary>
    public void Learn(string head)
    {
        if (StatusOf(head) != 401)
        {
            return;
        }

        lock (_lock)
        {
            (_basic, _digest, _uses) = (null, null, 0);
            foreach (var demand in RelayReader.Fields(head, "WWW-Authenticate"))
            {
                Learn(demand, Demands().Matches(demand));
            }
        }
    }

    /// <summary>The value of the field <c>Authorization</c>; null as long as the server has not asked.</summary>
    /// <param name="method">For example <c>DESCRIBE</c>.</param>
    /// <param name="uri">As the request has it.</param>
    public string? Answer(string method, string uri)
    {
        lock (_lock)
        {
            return _digest is { } digest ? Digest(digest, method, uri) : _basic;
        }
    }

    /// <summary>The status in the first line of an answer; 0 where it is none.</summary>
    public static int StatusOf(string head) =>
        head.Split(' ', 3) is [_, var status, _] && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private void Learn(string demand, MatchCollection schemes)
    {
        for (var i = 0; i < schemes.Count; i++)
        {
            var end = i + 1 < schemes.Count ? schemes[i + 1].Index : demand.Length;
            if (!schemes[i].Value.TrimStart().StartsWith("Digest", StringComparison.OrdinalIgnoreCase))
            {
                _basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
                continue;
            }

            var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (Match parameter in Parameters().Matches(demand[schemes[i].Index..end]))
            {
                parameters[parameter.Groups["key"].Value] = parameter.Groups["quoted"].Success ? parameter.Groups["quoted"].Value : parameter.Groups["plain"].Value;
            }

            // Of several digests the best; of what is not known, none.
            if (HashOf(parameters) is not null && (_digest is null || IsSha256(parameters)))
            {
                _digest = parameters;
            }
        }
    }

    private string Digest(Dictionary<string, string> demand, string method, string uri)
    {
        var hash = HashOf(demand)!;
        var (realm, theirs) = (demand.GetValueOrDefault("realm", ""), demand.GetValueOrDefault("nonce", ""));
        var ours = nonce?.Invoke() ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var count = (++_uses).ToString("x8", CultureInfo.InvariantCulture);
        var algorithm = demand.GetValueOrDefault("algorithm", "");
        var secret = hash($"{user}:{realm}:{password}");
        secret = algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) ? hash($"{secret}:{theirs}:{ours}") : secret;
        var request = hash($"{method}:{uri}");
        var hasQuality = demand.GetValueOrDefault("qop", "").Split(',').Any(word => word.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase));
        var response = hash(hasQuality ? $"{secret}:{theirs}:{count}:{ours}:auth:{request}" : $"{secret}:{theirs}:{request}");

        var answer = new StringBuilder($"Digest username=\"{Quoted(user)}\", realm=\"{realm}\", nonce=\"{theirs}\", uri=\"{uri}\", response=\"{response}\"");
        answer.Append(algorithm.Length > 0 ? $", algorithm={algorithm}" : "");
        answer.Append(demand.TryGetValue("opaque", out var opaque) ? $", opaque=\"{opaque}\"" : "");
        answer.Append(hasQuality ? $", qop=auth, nc={count}" : "");
        answer.Append(hasQuality || algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) ? $", cnonce=\"{ours}\"" : "");
        return answer.ToString();
    }

    private static Func<string, string>? HashOf(Dictionary<string, string> demand) => demand.GetValueOrDefault("algorithm", "").ToUpperInvariant() switch
    {
#pragma warning disable CA5351 // The server demands it; most cameras know nothing else.
        "" or "MD5" or "MD5-SESS" => text => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text))),
#pragma warning restore CA5351
        "SHA-256" or "SHA-256-SESS" => text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        _ => null,
    };

    private static bool IsSha256(Dictionary<string, string> demand) =>
        demand.GetValueOrDefault("algorithm", "").StartsWith("SHA", StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string text) => string.Concat(text.Where(character => !char.IsControl(character))).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:(?<=^|,)\s*)(?:Basic|Digest)(?=\s|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Demands();

    [GeneratedRegex("""(?<key>[\w-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s,"]+))""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parameters();
}
