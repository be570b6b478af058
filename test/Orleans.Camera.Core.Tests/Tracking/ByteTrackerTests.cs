using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Tracking;

public class ByteTrackerTests
{
    private const float Aspect = 16f / 9;
    

    [Fact]
    public void A_box_seen_twice_in_the_same_place_is_a_track()
    {
        var tracker = new ByteTracker(Aspect);

        tracker.Update([At(0.5f, 0.5f)], Seconds(0));
        Assert.Empty(tracker.Active.ToArray());
        tracker.Update([At(0.5f, 0.5f)], Seconds(0.1));

        var track = Assert.Single(tracker.Active.ToArray());
        Assert.Equal(1, track.Id);
        Assert.Equal(At(0.5f, 0.5f).Box, track.First);
    }

    [Theory]
    [InlineData(5, 0.10f)]
    [InlineData(5, 0.22f)]
    [InlineData(10, 0.15f)]
    [InlineData(30, 0.08f)]
    public void A_fast_vehicle_that_never_overlaps_itself_is_one_track(int fps, float step)
    {
        var tracker = new ByteTracker(Aspect);
        var ids = new HashSet<long>();
        var picture = 0;
        for (var x = 0.05f; x < 0.95f; x += step)
        {
            tracker.Update([At(x, 0.5f, width: 0.075f, height: 0.08f)], Seconds(picture++ / (double)fps));
            ids.UnionWith(tracker.Active.ToArray().Select(track => track.Id));
        }

        Assert.Equal([1], ids);
        var last = Assert.Single(tracker.Active.ToArray());
        Assert.Equal(0.05f, last.First.Center.X, 3);
    }

    private static Detection At(float x, float y, float width = 0.05f, float height = 0.2f, float score = 0.9f) =>
        new(new Box(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2)), Label: 0, score);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
