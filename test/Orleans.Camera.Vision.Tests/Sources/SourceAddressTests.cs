using System.Text;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class SourceAddressTests
{
    private const string Canary = "c4nary";

    [Theory]
    [InlineData("rtsp://cam/live", SourceKind.Rtsp)]
    [InlineData("RTSPS://cam:322/live", SourceKind.Rtsp)]
    [InlineData("http://cam/video.mjpg", SourceKind.Http)]
    [InlineData("https://cam/list.M3U8?x=1", SourceKind.Hls)]
    [InlineData("https://cam/clip.mp4", SourceKind.HttpFile)]
    [InlineData("rtsp://user:p@ss@cam/clip.mp4", SourceKind.Rtsp)]
    [InlineData("device:///dev/video0", SourceKind.Device)]
    [InlineData("-", SourceKind.StandardInput)]
    [InlineData("/", SourceKind.Folder)]
    [InlineData("file:///", SourceKind.Folder)]
    [InlineData("clip.mp4", SourceKind.File)]
    [InlineData("-i", SourceKind.File)]
    [InlineData("concat:a|b", SourceKind.File)]
    [InlineData("file:///a%20b.mp4", SourceKind.File)]
    public void The_kind_is_told_by_the_shape(string text, SourceKind kind) => Assert.Equal(kind, SourceAddress.Parse(text).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("ftp://host/a.mp4")]
    [InlineData("exec://sh")]
    [InlineData("concat://a|b")]
    [InlineData("subfile,,start,0,end,0,,:///etc/passwd")]
    [InlineData("rtmp://host/live")]
    [InlineData("data://text/plain,x")]
    [InlineData("rtsp://")]
    [InlineData("rtsp:///path")]
    [InlineData("rtsp://:/path")]
    [InlineData("rtsp://host::/path")]
    [InlineData("rtsp://host:port/path")]
    [InlineData("rtsp://host:65536/path")]
    [InlineData("http://ho st/")]
    [InlineData("rtsp://host/\r\nX: y")]
    [InlineData("a\0b")]
    [InlineData("device:///etc/passwd")]
    [InlineData("device:///dev/video0/../../etc/passwd")]
    [InlineData("device://video0")]
    [InlineData("file://server/share/a.mp4")]
    public void What_is_no_source_is_refused_in_one_line(string text)
    {
        SourceAddress? address = null;
        var fault = Record.Exception(() => address = SourceAddress.Parse(text));

        // What has no scheme can only be a path.
        Assert.True(fault is SourceException || address!.Kind == SourceKind.File, text);
        Assert.DoesNotContain('\n', fault?.Message ?? "");
    }

    [Theory]
    [InlineData("rtsp://host:/live", "rtsp://host/live", 554)]
    [InlineData("rtsps://user:p@host:", "rtsps://user:p@host", 322)]
    [InlineData("http://[::1]:/video", "http://[::1]/video", 80)]
    [InlineData("https://host:?channel=1", "https://host?channel=1", 443)]
    [InlineData("rtsp://user:@host/live:", "rtsp://user:@host/live:", 554)]
    [InlineData("rtsp://host:8554/live", "rtsp://host:8554/live", 8554)]
    public void An_empty_port_is_that_of_the_scheme_as_RFC_3986_has_it_also_for_FFmpeg(string text, string target, int port)
    {
        var address = SourceAddress.Parse(text);

        Assert.Equal((target, port), (address.Target, address.Endpoint!.Port));
    }

    [Theory]
    [InlineData("rtsp://user:c4nary@host/live", "rtsp://user:***@host/live")]
    [InlineData("rtsp://:c4nary@host/live", "rtsp://:***@host/live")]
    [InlineData("rtsp://user:c4nary@host:554/live@2", "rtsp://user:***@2")]
    [InlineData("rtsp://user:a@c4nary@host/live", "rtsp://user:***@host/live")]
    [InlineData("http://host/v?user=u&pwd=c4nary&x=1", "http://host/v?user=u&pwd=***&x=1")]
    [InlineData("http://host/v?access_token=c4nary", "http://host/v?access_token=***")]
    [InlineData("rtsp://host:554/live@2", "rtsp://host:554/live@2")]
    [InlineData("rtsp://host/live", "rtsp://host/live")]
    [InlineData("rtsp://user@host/live", "rtsp://user@host/live")]
    public void The_name_has_no_secret(string text, string name)
    {
        var address = SourceAddress.Parse(text);

        Assert.Equal(name, address.Name);
        Assert.Equal(name, address.ToString());
        Assert.DoesNotContain(Canary, address.Redact($"[tcp] cannot open {text}: no answer"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://user:c4n/ary@host/live")]
    [InlineData("rtsp://user:pa#c4nary@host/live")]
    [InlineData("ftp://user:c4nary@host/live")]
    [InlineData("rtsp://user:c4nary@/live")]
    [InlineData("rtsp://user:c4nary@ho st/live")]
    public void A_refusal_has_no_secret_either(string text)
    {
        var name = "";
        var fault = Record.Exception(() => name = SourceAddress.Parse(text).Name);

        Assert.DoesNotContain("c4n", (fault?.Message ?? "") + name, StringComparison.Ordinal);
        Assert.DoesNotContain("ary", (fault?.Message ?? "") + name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://user:c4nary@host/live")]
    [InlineData("rtsp://user:c4nary@host:554/live@2")]
    [InlineData("http://host/v?pwd=c4nary")]
    public void The_secret_alone_is_hidden_as_well(string text) =>
        Assert.Equal("sent ***", SourceAddress.Parse(text).Redact("sent c4nary"));

    [Fact]
    public void A_percent_coded_password_is_hidden_in_both_spellings()
    {
        var address = SourceAddress.Parse("rtsp://user:c4%6Eary%21@host/live");

        Assert.Equal("seen *** and ***", address.Redact("seen c4%6Eary%21 and c4nary!"));
    }

    [Fact]
    public void Lines_cannot_steer_a_terminal()
    {
        var address = SourceAddress.Parse("rtsp://host/live");

        Assert.Equal("a [2Jb  c", address.Redact("a\u001b[2Jb\r\nc"));
        Assert.Equal(400, address.Redact(new string('x', 5000)).Length);
    }

    [Fact]
    public void Any_text_is_a_source_or_is_refused()
    {
        var random = new Random(7);
        string[] pieces = ["rtsp", "http", "file", "device", "://", ":", "/", "@", "?", "#", "%", "%41", "[", "]", "::1", "..", "-", "|", ",", " ", "\n", "\u0001", "ü", "\ud800", "pwd=", "user", "host", "1", "65536", ".m3u8"];
        for (var i = 0; i < 100_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(12); n > 0; n--)
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            var fault = Record.Exception(() => SourceAddress.Parse(text.ToString()));

            Assert.True(fault is null or SourceException, $"{text}: {fault}");
        }
    }
}
