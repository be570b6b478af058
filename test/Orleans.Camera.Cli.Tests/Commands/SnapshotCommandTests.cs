using NSubstitute;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Commands;

namespace Orleans.Camera.Cli.Tests.Commands;

public sealed class SnapshotCommandTests
{
    private static readonly byte[] _jpeg = [0xFF, 0xD8, 0xFF, 0xD9];
    private readonly ICameraRosterGrain _roster = Substitute.For<ICameraRosterGrain>();
    private readonly ICameraGrain _camera = Substitute.For<ICameraGrain>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();

    public SnapshotCommandTests()
    {
        _roster.ListAsync().Returns(Task.FromResult<IReadOnlyList<CameraDefinition>>([new CameraDefinition { Name = "door", Source = "rtsp://host/door" }]));
        _grains.GetGrain<ICameraGrain>("door", Arg.Any<string>()).Returns(_camera);
    }

    [Fact]
    public async Task A_camera_with_a_picture_gives_it()
    {
        _camera.GetSnapshotAsync().Returns(Task.FromResult<byte[]?>(_jpeg));

        Assert.Equal(_jpeg, await SnapshotAsync("door"));
    }

    [Fact]
    public async Task Whoever_names_no_camera_is_told_the_nearest()
    {
        var fault = await Assert.ThrowsAsync<ClusterException>(() => SnapshotAsync("dor"));

        Assert.Contains("there is no camera 'dor' (did you mean 'door'?)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_without_a_picture_says_how_it_is_and_why()
    {
        _camera.GetSnapshotAsync().Returns(Task.FromResult<byte[]?>(null));
        _camera.GetStatusAsync().Returns(Task.FromResult(new CameraStatus("door", CameraState.Reconnecting, "nobody listens at host", default, "silo-1", 1, 0, null, 0, 0, 0, 0, 0)));

        var fault = await Assert.ThrowsAsync<CameraException>(() => SnapshotAsync("door"));

        Assert.Contains("'door' has no picture: it is reconnecting (nobody listens at host)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snapshot", "door", "-o", "")]
    [InlineData("snapshot", "door", "-o", "a\nb")]
    public async Task What_is_no_file_is_refused_before_anybody_is_asked(params string[] args)
    {
        var refused = await Invocation.OfAsync(args);

        Assert.Equal((ExitCode.WrongUsage, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("-o", refused.Error, StringComparison.Ordinal);
    }

    private Task<byte[]> SnapshotAsync(string camera) => SnapshotCommand.PictureAsync(_grains, _roster, camera, CancellationToken.None);
}
