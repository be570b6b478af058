namespace Orleans.Camera.Cli.Tests;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("  a \u001b[31m b\n", "a [31m b")]
    [InlineData("rtsp://user:secret@host/x is away", "rtsp://user:***@host/x is away")]
    [InlineData("rtsp://user:se/c@r:et@host/x", "rtsp://user:***@host/x")]
    [InlineData("rtsp://user:se cret@host", "rtsp://user:***@host")]
    [InlineData("rtsp://:secret@host", "rtsp://:***@host")]
    [InlineData("http://host:80/a is away", "http://host:80/a is away")]
    [InlineData("nothing to hide", "nothing to hide")]
    [InlineData("lobby\u202Egpj.exe", "lobby?gpj.exe")]
    [InlineData("rtsp://user\u200B:secret@host/x", "rtsp://user?:***@host/x")]
    public void Text_becomes_one_line_without_escapes_and_passwords(string text, string expected) => Assert.Equal(expected, OneLine.From(text));

    [Fact]
    public void No_line_is_longer_than_a_screen_can_bear() => Assert.InRange(OneLine.From(new string('x', 100_000)).Length, 100, 1100);

    [Fact]
    public void No_random_text_breaks_the_line_or_lets_a_password_through()
    {
        var random = new Random(11);
        for (var i = 0; i < 10_000; i++)
        {
            var noise = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, 0x300))]);
            var line = OneLine.From($"{noise} rtsp://user:canary@host/{noise}");

            Assert.DoesNotContain("canary", line);
            Assert.DoesNotContain(line, char.IsControl);
        }
    }
}
