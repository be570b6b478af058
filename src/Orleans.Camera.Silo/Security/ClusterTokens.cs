using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Silo.Security;

/// <summary>
/// Signs and checks the tokens of one cluster. A token is a JSON Web Token (RFC 7519) of one form only: signed by
/// HMAC-SHA256 with the cluster's key, for the cluster's id, with a name, a role and an end.
/// </summary>
public sealed class ClusterTokens(byte[] key, string clusterId, TimeProvider time)
{
    /// <summary>The longest name of a token's holder.</summary>
    public const int LongestName = 64;

    private const int LongestToken = 1000;
    private const string Silo = "silo";
    private const string GetOne = "get one with 'camera token' on a machine of the cluster, and show it as the variable CAMERA_TOKEN or by AddCameraToken";

    // {"alg":"HS256","typ":"JWT"}: what says otherwise is not looked at, so that nobody can choose how it is checked.
    private const string Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

    /// <summary>The tokens of a silo's cluster.</summary>
    /// <param name="settings">Where the key lies.</param>
    /// <param name="time">The clock by which tokens end.</param>
    /// <param name="mayCreate">Whether a missing key is made.</param>
    /// <exception cref="SealingException">The key cannot be used; the message names the file.</exception>
    public static ClusterTokens Of(SiloSettings settings, TimeProvider time, bool mayCreate)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ClusterTokens(KeyFile.Read(settings.TokenKey, mayCreate), settings.ClusterId, time);
    }

    /// <summary>Tells keys apart without telling them: silos of one cluster have the same.</summary>
    public string Fingerprint => Convert.ToHexStringLower(HMACSHA256.HashData(key, "orleans-camera fingerprint"u8)[..8]);

    /// <summary>Makes a token.</summary>
    /// <param name="name">Of its holder: 1 to 64 letters, digits, '-', '_', '.' or '@'.</param>
    /// <param name="role">What the holder may do.</param>
    /// <param name="lifetime">For how long.</param>
    public string Issue(string name, CallerRole role, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        return IsName(name)
            ? Sign(name, WordOf(role), (time.GetUtcNow() + lifetime).ToUnixTimeSeconds())
            : throw new ArgumentException($"A token's name has 1 to {LongestName} letters, digits, '-', '_', '.' or '@'.", nameof(name));
    }

    public static bool IsName(string? name) =>
        name?.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@');

    /// <summary>What a silo shows to the others. It has no end: a clock that jumps must not part a cluster.</summary>
    internal string IssueForSilo() => Sign(Silo, Silo, end: null);

    /// <param name="token">As a caller shows it: anything at all.</param>
    /// <param name="fault">Why it counts for nothing here, and what to do.</param>
    /// <returns>Whose it is; null where it counts for nothing.</returns>
    internal Caller? Read(string? token, out string fault)
    {
        if (string.IsNullOrEmpty(token))
        {
            fault = $"it came without a token: {GetOne}";
            return null;
        }

        var parts = token.Length <= LongestToken ? token.Split('.') : [];
        if (parts is not [Header, var payload, var signature] || !IsSigned(payload, signature))
        {
            fault = $"its token was not signed with the key of the cluster '{clusterId}': {GetOne}";
            return null;
        }

        try
        {
            return ReadClaims(Base64Url.DecodeFromChars(payload), out fault);
        }
        catch (Exception damage) when (damage is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            fault = $"its token is signed, but is none of this program's: {GetOne}";
            return null;
        }
    }

    /// <returns>Why a token that was right when it was read counts no more; empty where it still does.</returns>
    internal string EndOf(Caller caller) => caller.Until > time.GetUtcNow()
        ? ""
        : $"the token of '{caller.Name}' ended at {caller.Until:yyyy-MM-dd HH:mm:ss} UTC: {GetOne}";

    internal static string WordOf(CallerRole role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    private Caller? ReadClaims(byte[] payload, out string fault)
    {
        using var document = JsonDocument.Parse(payload);
        var claims = document.RootElement;
        var (audience, name, role) = (Text("aud"), Text("sub"), Text("role"));
        if (!IsName(name))
        {
            throw new FormatException("A holder's name could hold anything.");
        }

        if (audience != clusterId)
        {
            fault = $"the token of '{name}' is not for the cluster '{clusterId}': {GetOne}";
            return null;
        }

        var caller = role == Silo
            ? new Caller(name, Role: null, DateTimeOffset.MaxValue)
            : new Caller(name, Enum.GetValues<CallerRole>().First(known => WordOf(known) == role), DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
        fault = EndOf(caller);
        return fault.Length == 0 ? caller : null;

        string Text(string claim) => claims.GetProperty(claim).GetString() ?? "";
    }

    private string Sign(string name, string role, long? end)
    {
        var claims = new JsonObject { ["aud"] = clusterId, ["sub"] = name, ["role"] = role };
        if (end is not null)
        {
            claims["exp"] = end;
        }

        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        return $"{Header}.{payload}.{SignatureOf(payload)}";
    }

    /// <summary>Letter for letter: the same bytes can be written in several ways, and a token is to have one.</summary>
    private bool IsSigned(string payload, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(payload)));

    private string SignatureOf(string payload) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Header}.{payload}")));
}
