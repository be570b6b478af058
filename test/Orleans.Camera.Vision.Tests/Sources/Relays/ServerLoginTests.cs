using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Vision.Tests.Sources.Relays;

public class ServerLoginTests
{
    private const string Realm = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\"";
    private const string Nonce = "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    /// <summary>The examples of RFC 7616 (3.9.1), RFC 2617 (3.5) and RFC 7617 (2).</summary>
    public static TheoryData<string, string, string, string, string, string> Examples => new()
    {
        {
            "Mufasa", "Circle of Life", $"Digest {Realm}, algorithm=MD5, {Nonce}", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "response=\"8ca523f5e9506fed4657c9700eebdbec\"", "algorithm=MD5"
        },
        {
            "Mufasa", "Circle of Life", $"Digest {Realm}, algorithm=SHA-256, {Nonce}", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"", "algorithm=SHA-256"
        },
        {
            "Mufasa", "Circle Of Life",
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "0a4f113b", "response=\"6629fae49393a05397450978507c4ef1\"", "nc=00000001"
        },
        { "Aladdin", "open sesame", "Basic realm=\"WallyWorld\"", "", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_answers_are_those_of_the_standards(string user, string password, string demand, string ours, string expected, string also)
    {
        var login = new ServerLogin(user, password, () => ours);
        Assert.Null(login.Answer("GET", "/dir/index.html"));

        login.Learn($"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {demand}\r\n\r\n");

        var answer = login.Answer("GET", "/dir/index.html")!;
        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.Contains(also, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(password, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WWW-Authenticate: Basic realm=\"a\"\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"n\"", "Digest ")]
    [InlineData("WWW-Authenticate: Digest realm=\"a\", nonce=\"n\"\r\nwww-authenticate: Basic realm=\"a\"", "Digest ")]
    [InlineData("WWW-Authenticate: Basic realm=\"Digest of it\", Digest realm=\"a\", nonce=\"n\", algorithm=MD5, Digest realm=\"a\", nonce=\"m\", algorithm=SHA-256", "algorithm=SHA-256")]
    [InlineData("WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", algorithm=WHIRLPOOL\r\nWWW-Authenticate: Basic realm=\"a\"", "Basic ")]
    public void The_best_that_is_known_is_chosen(string demands, string expected)
    {
        var login = new ServerLogin("user", "canary");

        login.Learn($"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n{demands}\r\n\r\n");

        Assert.Contains(expected, login.Answer("DESCRIBE", "rtsp://camera/live"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_request_has_another_count_and_other_answers_change_nothing()
    {
        var login = new ServerLogin("user", "canary");
        login.Learn("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"auth\"\r\n\r\n");

        login.Learn("RTSP/1.0 200 OK\r\nWWW-Authenticate: Basic realm=\"a\"\r\n\r\n");

        Assert.Contains("nc=00000001", login.Answer("PLAY", "x"), StringComparison.Ordinal);
        Assert.Contains("nc=00000002", login.Answer("PLAY", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_can_add_a_line()
    {
        var login = new ServerLogin("a\r\nX: \"y\"", "canary");
        login.Learn("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"n\"\r\n\r\n");

        Assert.Contains("username=\"aX: \\\"y\\\"\"", login.Answer("PLAY", "x"), StringComparison.Ordinal);
    }
}
