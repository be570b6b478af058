using System.Diagnostics;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Vision.Tests.Sources;

[Collection(nameof(Alone))]
public class FrozenCameraTests
{
    private const int Lost = 2002;

    [Fact]
    public async Task A_server_that_freezes_is_noticed_within_five_seconds_and_back_within_two_of_its_return()
    {
        using var server = await RtspServer.StartAsync();
        await using var camera = await LiveCamera.OpenAsync(server.Url());
        await camera.ReadToAsync(10);

        var frozen = Stopwatch.StartNew();
        server.Freeze();
        Assert.Contains("no picture came", await camera.WaitForLogAsync(Lost), StringComparison.Ordinal);
        Assert.InRange(frozen.Elapsed.TotalSeconds, 0, 5);

        var back = Stopwatch.StartNew();
        server.Thaw();
        await camera.ReadUntilAsync(() => camera.Gaps.Count > 0 && camera.Pictures.Count > camera.Gaps[0].AfterPictures);
        Assert.InRange(back.Elapsed.TotalSeconds, 0, 2);
    }
}
