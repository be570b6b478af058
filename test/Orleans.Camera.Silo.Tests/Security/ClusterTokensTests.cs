using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Security;

namespace Orleans.Camera.Silo.Tests.Security;

public sealed class ClusterTokensTests
{
    private static readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SetTime _time = new();

    [Theory]
    [InlineData(CallerRole.Viewer)]
    [InlineData(CallerRole.Operator)]
    [InlineData(CallerRole.Admin)]
    public void A_token_says_whose_it_is_what_its_holder_may_and_until_when(CallerRole role)
    {
        var caller = Tokens().Read(Tokens().Issue("anna@desk-1", role, TimeSpan.FromDays(30)), out _);

        Assert.Equal(new Caller("anna@desk-1", role, _time.Now.AddDays(30)), caller);
    }

    [Fact]
    public void Roles_contain_those_before_them_and_a_silo_may_do_everything()
    {
        var roles = Enum.GetValues<CallerRole>();

        Assert.All(roles, has => Assert.All(roles, needed => Assert.Equal(has >= needed, new Caller("a", has, default).May(needed))));
        Assert.All(roles, needed => Assert.True(Tokens().Read(Tokens().IssueForSilo(), out _)!.May(needed)));
    }

    [Fact]
    public void A_token_ends_and_a_silos_proof_does_not()
    {
        var (token, proof) = (Tokens().Issue("anna", CallerRole.Viewer, TimeSpan.FromDays(1)), Tokens().IssueForSilo());
        _time.Now += TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);
        Assert.NotNull(Tokens().Read(token, out _));

        _time.Now += TimeSpan.FromSeconds(1);

        Assert.Contains("the token of 'anna' ended at 2026-01-02 00:00:00 UTC: get one with 'camera token'", Fault(token), StringComparison.Ordinal);
        _time.Now += TimeSpan.FromDays(10_000);
        Assert.NotNull(Tokens().Read(proof, out _));
    }

    [Fact]
    public void A_token_of_another_key_or_cluster_counts_for_nothing()
    {
        var otherKey = new ClusterTokens(RandomNumberGenerator.GetBytes(32), "camera", _time);
        var otherCluster = new ClusterTokens(_key, "other", _time);

        Assert.Contains("was not signed with the key of the cluster 'camera'", Fault(otherKey.Issue("anna", CallerRole.Admin, TimeSpan.FromDays(1))), StringComparison.Ordinal);
        Assert.Contains("was not signed with the key", Fault(otherKey.IssueForSilo()), StringComparison.Ordinal);
        Assert.Contains("the token of 'anna' is not for the cluster 'camera'", Fault(otherCluster.Issue("anna", CallerRole.Admin, TimeSpan.FromDays(1))), StringComparison.Ordinal);
        Assert.Contains("not for the cluster", Fault(otherCluster.IssueForSilo()), StringComparison.Ordinal);
        Assert.NotEqual(Tokens().Fingerprint, otherKey.Fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void No_token_is_said_to_be_none(string? token) => Assert.Contains("without a token", Fault(token), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"} """)]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("{}")]
    public void Nobody_chooses_how_a_token_is_checked(string header)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        var payload = Tokens().Issue("anna", CallerRole.Admin, TimeSpan.FromDays(1)).Split('.')[1];

        Assert.NotEmpty(Fault($"{head}.{payload}."));
        Assert.NotEmpty(Fault($"{head}.{payload}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{head}.{payload}")))}"));
    }

    [Theory]
    [InlineData("""{"aud":"camera","sub":"anna","role":"admin"}""")]
    [InlineData("""{"aud":"camera","sub":"anna","role":"root","exp":9999999999}""")]
    [InlineData("""{"aud":"camera","sub":"anna","role":"2","exp":9999999999}""")]
    [InlineData("""{"aud":"camera","sub":"a\u001b[2J","role":"admin","exp":9999999999}""")]
    [InlineData("""{"aud":"camera","sub":"anna","role":"admin","exp":"soon"}""")]
    [InlineData("""{"aud":"camera","sub":"anna","role":"admin","exp":999999999999999}""")]
    [InlineData("""{"aud":["camera"],"sub":"anna","role":"admin","exp":9999999999}""")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public void What_the_key_has_signed_without_being_a_token_of_ours_is_refused(string claims)
    {
        var signed = Tokens().Issue("anna", CallerRole.Admin, TimeSpan.FromDays(1)).Split('.')[0] + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));

        Assert.Contains("is none of this program's", Fault($"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)))}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_with_any_one_letter_changed_is_refused()
    {
        var token = Tokens().Issue("anna", CallerRole.Viewer, TimeSpan.FromDays(1));
        var bits = Base64Url.DecodeFromChars(token.Split('.')[2]);

        for (var at = 0; at < token.Length - 1; at++)
        {
            Assert.Null(Tokens().Read(token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..], out _));
        }

        for (var bit = 0; bit < 8 * bits.Length; bit++)
        {
            var changed = bits.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Tokens().Read(token[..token.LastIndexOf('.')] + "." + Base64Url.EncodeToString(changed), out _));
        }
    }

    [Fact]
    public void Any_text_at_all_is_refused_and_throws_nothing()
    {
        var token = Tokens().Issue("anna", CallerRole.Viewer, TimeSpan.FromDays(1));
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            // A token with a few letters replaced, left out or doubled, or letters alone.
            var letters = new List<char>(round % 4 == 0 ? "" : token);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(letters.Count + 1);
                letters.InsertRange(at, Enumerable.Repeat((char)random.Next(random.Next(2) == 0 ? 128 : 65_536), random.Next(random.Next(20) == 0 ? 3_000 : 3)));
                letters.RemoveRange(at, random.Next(Math.Min(3, letters.Count - at + 1)));
            }

            var text = string.Concat(letters);
            Assert.True(text == token || Tokens().Read(text, out _) is null, text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("anna smith")]
    [InlineData("a\nb")]
    [InlineData("<b>")]
    public void A_name_that_could_hurt_a_log_gets_no_token(string name) =>
        Assert.Throws<ArgumentException>(() => Tokens().Issue(name, CallerRole.Viewer, TimeSpan.FromDays(1)));

    private ClusterTokens Tokens() => new(_key, "camera", _time);

    private string Fault(string? token)
    {
        Assert.Null(Tokens().Read(token, out var fault));
        return fault;
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
