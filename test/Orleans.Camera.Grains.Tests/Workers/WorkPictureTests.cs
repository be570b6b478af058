using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Grains.Workers;
using Orleans.Serialization;

namespace Orleans.Camera.Grains.Tests.Workers;

public sealed class WorkPictureTests
{
    private static readonly FrameLayout _layout = new(new(640, 360), new(32, 18), new(64, 36));
    private readonly FramePool _pool = new(_layout);

    [Fact]
    public async Task A_picture_arrives_as_it_was_sent()
    {
        using var frame = NewFrame();
        using var picture = new WorkPicture(frame, motion: null);

        var arrived = await TravelAsync(picture);
        using var opened = arrived.Open();

        Assert.NotNull(opened);
        Assert.Equal(frame.Layout, opened.Layout);
        Assert.True(frame.Bytes.SequenceEqual(opened.Bytes));
        Assert.Equal((frame.Number, frame.Pts, frame.Time), (opened.Number, opened.Pts, opened.Time));
    }

    [Fact]
    public void On_the_same_silo_the_picture_itself_is_opened()
    {
        using var frame = NewFrame();
        using var picture = new WorkPicture(frame, motion: null);
        using var opened = picture.Open();
        Assert.Same(frame, opened);
    }

    [Fact]
    public void Who_opened_a_picture_keeps_it_after_its_camera_gave_it_up_and_no_longer()
    {
        var frame = NewFrame();
        var picture = new WorkPicture(frame, motion: null);
        var opened = picture.Open()!;
        picture.Dispose();
        frame.Dispose();

        using (var other = _pool.Rent())
        {
            Assert.NotSame(opened, other);
        }

        opened.Dispose();
        using var again = _pool.Rent();
        using var third = _pool.Rent();
        Assert.Contains(frame, new[] { again, third });
    }

    [Fact]
    public async Task A_picture_that_was_given_up_is_neither_opened_nor_sent()
    {
        using var frame = NewFrame();
        var picture = new WorkPicture(frame, motion: null);
        picture.Dispose();
        picture.Dispose();
        Assert.Null(picture.Open());
        Assert.Null((await TravelAsync(picture)).Open());
        Assert.Empty(picture.Bytes);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 640, 360, 32, 18, 64, 35 })]
    [InlineData(new[] { 640, 360, 32, 18, 640, 360 })]
    [InlineData(new[] { 640, 360, -32, -18, 64, 36 })]
    public void A_damaged_picture_is_not_opened(int[] sizes)
    {
        using var picture = new WorkPicture { Sizes = sizes, Bytes = new byte[100] };
        Assert.Null(picture.Open());
    }

    private Frame NewFrame()
    {
        var frame = _pool.Rent();
        new Random(5).NextBytes(frame.Bytes);
        frame.Stamp(7, TimeSpan.FromSeconds(1.5), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        return frame;
    }

    private static async Task<WorkPicture> TravelAsync(WorkPicture picture)
    {
        await using var cluster = await CameraCluster.StartAsync(1);
        var serializer = cluster.Services.GetRequiredService<Serializer>();
        return serializer.Deserialize<WorkPicture>(serializer.SerializeToArray(picture))!;
    }
}
