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

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public void An_object_hidden_for_a_second_is_the_same_one_when_it_comes_back(int fps)
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, fps, 0, 3, seconds => seconds is > 1 and < 2 ? [] : [At(0.2f + (0.1f * (float)seconds), 0.5f)]);

        Assert.Equal(1, Assert.Single(tracker.Active.ToArray()).Id);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void An_object_gone_for_longer_than_it_is_remembered_ends_and_a_later_one_is_new(int fps)
    {
        var tracker = new ByteTracker(Aspect);
        var ended = new List<long>();
        Walk(tracker, fps, 0, 4, seconds => seconds is > 1 and < 3.5 ? [] : [At(0.5f, 0.5f)], ended);

        Assert.Equal([1], ended);
        Assert.Equal(2, Assert.Single(tracker.Active.ToArray()).Id);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public void People_whose_paths_cross_keep_their_identity(int fps)
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, fps, 0, 5, seconds =>
        [
            At(0.2f + (0.12f * (float)seconds), 0.5f),
            At(0.8f - (0.12f * (float)seconds), 0.55f),
        ]);

        var tracks = tracker.Active.ToArray().OrderBy(track => track.Box.Center.X).ToArray();
        Assert.Equal(2, tracks.Length);
        Assert.Equal(0.8f, tracks[0].First.Center.X, 2);
        Assert.Equal(0.2f, tracks[1].First.Center.X, 2);
    }

    [Fact]
    public void While_nothing_moves_no_time_passes()
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, 10, 0, 1, _ => [At(0.5f, 0.5f)]);
        var before = tracker.Active.ToArray();

        for (var second = 2; second < 1000; second++)
        {
            tracker.Hold(Seconds(second));
            Assert.Equal(before, tracker.Active.ToArray());
            Assert.Empty(tracker.Ended.ToArray());
        }

        Walk(tracker, 10, 1000, 1001, _ => [At(0.5f, 0.5f)]);
        Assert.Equal(1, Assert.Single(tracker.Active.ToArray()).Id);
    }

    [Fact]
    public void A_doubtful_box_prolongs_a_track_and_starts_none()
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, 10, 0, 1, _ => [At(0.5f, 0.5f)]);
        Walk(tracker, 10, 1, 6, _ => [At(0.5f, 0.5f, score: 0.3f), At(0.2f, 0.5f, score: 0.4f), At(0.8f, 0.5f, score: 0.05f)]);

        var track = Assert.Single(tracker.Active.ToArray());
        Assert.Equal((1L, 0.3f), (track.Id, track.Score));
        Assert.Equal(1, tracker.Count);
    }

    [Fact]
    public void Boxes_that_are_hardly_sure_prolong_a_track_for_seconds_but_not_for_ever()
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, 10, 0, 0.5, _ => [At(0.5f, 0.5f, score: 0.55f)]);
        Walk(tracker, 10, 0.5, 2, _ => [At(0.5f, 0.5f, score: 0.15f)]);
        Assert.Single(tracker.Active.ToArray());

        Walk(tracker, 10, 2, 8, _ => [At(0.5f, 0.5f, score: 0.15f)]);

        Assert.Equal(0, tracker.Count);
    }

    [Fact]
    public void An_object_that_leaves_the_picture_ends_before_it_would_be_forgotten()
    {
        var tracker = new ByteTracker(Aspect);
        var ended = new List<long>();
        Walk(tracker, 10, 0, 2.5, seconds => seconds < 2 ? [At(0.5f + (0.24f * (float)seconds), 0.5f)] : [], ended);

        Assert.Equal([1], ended);
    }

    [Fact]
    public void After_an_outage_everything_is_new()
    {
        var tracker = new ByteTracker(Aspect);
        var ended = new List<long>();
        Walk(tracker, 10, 0, 1, _ => [At(0.5f, 0.5f)], ended);
        Walk(tracker, 10, 60, 61, _ => [At(0.5f, 0.5f)], ended);

        Assert.Equal([1], ended);
        Assert.Equal(2, Assert.Single(tracker.Active.ToArray()).Id);
    }

    [Fact]
    public void One_picture_a_second_is_enough_for_slow_things()
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, 1, 0, 10, seconds => seconds is 5 ? [] : [At(0.2f + (0.04f * (float)seconds), 0.5f)]);

        Assert.Equal(1, Assert.Single(tracker.Active.ToArray()).Id);
    }

    [Fact]
    public void A_label_is_voted_and_only_a_class_aware_tracker_refuses_another()
    {
        Assert.Equal(1, Confused(classAware: false).Count);
        Assert.Equal(0, Confused(classAware: false).Active[0].Label);
        Assert.Equal(2, Confused(classAware: true).Count);

        static ByteTracker Confused(bool classAware)
        {
            var tracker = new ByteTracker(Aspect, new() { ClassAware = classAware });
            var picture = 0;
            Walk(tracker, 30, 0, 3, _ => [At(0.5f, 0.5f) with { Label = picture++ % 4 == 3 ? 1 : 0 }]);
            return tracker;
        }
    }

    [Fact]
    public void A_second_box_on_an_object_does_not_live_on()
    {
        var tracker = new ByteTracker(Aspect);
        Walk(tracker, 10, 0, 1, _ => [At(0.5f, 0.5f), At(0.502f, 0.5f, score: 0.7f)]);
        Walk(tracker, 10, 1, 2, _ => [At(0.5f, 0.5f)]);

        Assert.Equal(1, tracker.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_picture_without_shape_is_refused(float aspect) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteTracker(aspect));

    private static void Walk(
        ByteTracker tracker, int fps, double from, double to, Func<double, Detection[]> scene, List<long>? ended = null)
    {
        for (var picture = (int)(from * fps); picture < to * fps; picture++)
        {
            var seconds = picture / (double)fps;
            tracker.Update(scene(seconds), Seconds(seconds));
            ended?.AddRange(tracker.Ended.ToArray());
        }
    }

    internal static Detection At(float x, float y, float width = 0.05f, float height = 0.2f, float score = 0.9f) =>
        new(new Box(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2)), Label: 0, score);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
