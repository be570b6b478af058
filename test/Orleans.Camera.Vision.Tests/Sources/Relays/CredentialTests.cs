using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources.Relays;

public class CredentialTests
{
    private const string Canary = "s3cret-Canary";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);

    [Theory]
    [InlineData("basic", RtspTransport.Tcp)]
    [InlineData("digest", RtspTransport.Tcp)]
    [InlineData("digest", RtspTransport.Udp)]
    public async Task No_process_shows_the_password_of_an_rtsp_camera(string authentication, RtspTransport transport)
    {
        using var server = await RtspServer.StartAsync(new() { User = "admin", Password = Canary, Authentication = authentication });

        await using var camera = await LiveCamera.OpenAsync(server.Url(credentials: $"admin:{Canary}"), new() { RtspTransport = transport, BufferedPictures = 500 });
        await camera.ReadToAsync(30);

        AssertHidden(camera);
        Assert.Empty(camera.Gaps);
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), camera.Pictures.Select(picture => picture.Number));
    }

    [Fact]
    public async Task A_camera_with_a_password_comes_back_after_its_server_was_away()
    {
        using var server = await RtspServer.StartAsync(new() { User = "admin", Password = Canary, Authentication = "digest" });
        await using var camera = await LiveCamera.OpenAsync(server.Url(credentials: $"admin:{Canary}"));
        await camera.ReadToAsync(5);

        server.Kill();
        Assert.Contains("lost", await camera.WaitForLogAsync(2002), StringComparison.Ordinal);
        await server.RestartAsync();
        await camera.ReadUntilAsync(() => camera.Gaps.Count > 0 && camera.Pictures.Count > camera.Gaps[0].AfterPictures + 3);

        AssertHidden(camera);
    }

    [Theory]
    [InlineData("admin:s3cret-Canary@", "/video", "Basic YWRtaW46czNjcmV0LUNhbmFyeQ==", false)]
    [InlineData("admin:s3cret-Canary@", "/video", "Basic YWRtaW46czNjcmV0LUNhbmFyeQ==", true)]
    [InlineData("", "/video?user=admin&pwd=s3cret-Canary", "GET /video?user=admin&pwd=s3cret-Canary HTTP/1.1", false)]
    [InlineData("", "/video?user=admin&pwd=s3cret-Canary", "GET /video?user=admin&pwd=s3cret-Canary HTTP/1.1", true)]
    public async Task No_process_shows_the_password_of_an_http_camera(string user, string path, string expected, bool isTls)
    {
        var requests = new List<string>();
        await using var server = new ScriptedServer(isTls ? Encrypted(Serve) : Serve);

        await using var camera = await LiveCamera.OpenAsync($"http{(isTls ? "s" : "")}://{user}127.0.0.1:{server.Port}{path}");
        await camera.ReadToAsync(10);

        AssertHidden(camera);
        Assert.Contains(expected, requests[^1], StringComparison.Ordinal);
        Assert.Contains($"Host: 127.0.0.1:{server.Port}\r\n", requests[^1], StringComparison.Ordinal);

        async Task Serve(Stream stream, CancellationToken stop)
        {
            requests.Add(await ScriptedServer.ReadRequestAsync(stream, stop) ?? "");
            if (user.Length > 0 && !requests[^1].Contains("Authorization", StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
                return;
            }

            await HttpCamera.SendMjpegAsync(stream, HttpCamera.Jpegs(25), Pace, stop);
        }
    }

    [Fact]
    public async Task A_playlist_and_a_file_are_fetched_with_the_login_in_all_their_parts()
    {
        var list = Clips.Get("secret.m3u8", ["-i", Clips.H264(), "-c", "copy", "-hls_time", "1", "-hls_list_size", "0"]);
        foreach (var file in new[] { list, Clips.H264() })
        {
            var demands = 0;
            await using var server = new ScriptedServer(async (stream, stop) =>
            {
                var request = await ScriptedServer.ReadRequestAsync(stream, stop) ?? "";
                if (request.Contains("Authorization: Digest username=\"admin\"", StringComparison.Ordinal) && request.Contains("nc=", StringComparison.Ordinal))
                {
                    await HttpCamera.SendFileAsync(stream, Path.GetDirectoryName(file)!, request, stop);
                    return;
                }

                demands++;
                await stream.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"1\", qop=\"auth\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
            });

            var reading = await Reading.OfAsync($"http://admin:{Canary}@127.0.0.1:{server.Port}/{Path.GetFileName(file)}");

            Assert.Equal((100, 1, null), (reading.Pictures.Count, demands, reading.Fault));
        }
    }

    [Fact]
    public async Task Another_user_of_this_machine_gets_nothing_from_a_relay()
    {
        Assert.True(Environment.IsPrivilegedProcess, "This test starts a process of another user: run it as root.");
        using var server = await RtspServer.StartAsync(new() { User = "admin", Password = Canary });
        await using var camera = await LiveCamera.OpenAsync(server.Url(credentials: $"admin:{Canary}"));
        var command = await File.ReadAllTextAsync($"/proc/{camera.Source.ChildId}/cmdline");
        var port = new Uri(command.Split('\0').First(word => word.StartsWith("rtsp://", StringComparison.Ordinal))).Port;
        var ask = $"exec 3<>/dev/tcp/127.0.0.1/{port}; printf 'OPTIONS * RTSP/1.0\\r\\nCSeq: 1\\r\\n\\r\\n' >&3; head -c 8 <&3";

        var own = await ProgramRun.OfAsync("bash", ["-c", ask]);
        var other = await ProgramRun.OfAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", ask]);

        Assert.Equal("RTSP/1.0", string.Concat(own.Lines));
        Assert.Equal("", string.Concat(other.Lines));
    }

    private static void AssertHidden(LiveCamera camera)
    {
        var child = camera.Source.ChildId ?? throw new InvalidOperationException("There is no child.");
        foreach (var file in new[] { "cmdline", "environ" })
        {
            var text = File.ReadAllText($"/proc/{child}/{file}");
            Assert.NotEmpty(text);
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Canary}")), text, StringComparison.Ordinal);
        }
    }

    private static Func<Stream, CancellationToken, Task> Encrypted(Func<Stream, CancellationToken, Task> script) => async (stream, stop) =>
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = own }, stop);
        await script(encrypted, stop);
    };
}
