using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Counting;

public class ZoneCounterTests
{
    private static readonly ZoneDefinition Hall = new()
    {
        Name = "hall",
        Polygon = [new(0.4f, 0.4f), new(0.6f, 0.4f), new(0.6f, 0.6f), new(0.4f, 0.6f)],
        Anchor = Anchor.Center,
        LoiteringAfter = TimeSpan.FromSeconds(2),
    };

    private readonly List<ZoneEvent> _events = [];
    private long _picture;

    [Fact]
    public void A_visit_is_told_by_its_first_picture_inside_and_its_first_picture_outside()
    {
        var counter = Counter(Hall);
        foreach (var x in new[] { 0.2f, 0.3f, 0.45f, 0.5f, 0.55f, 0.7f, 0.8f })
        {
            Step(counter, x);
        }

        Assert.Equal([(ZoneEventKind.Entered, 3L), (ZoneEventKind.Left, 6L)], _events.Select(happened => (happened.Kind, happened.Frame)));
        Assert.Equal(TimeSpan.FromSeconds(0.2), _events[1].Dwell); // seen inside on pictures 3 to 5
        var totals = counter.Totals;
        Assert.Equal((0, 1L, 1L, 0L), (totals.Occupancy, totals.Entered, totals.Left, totals.Loitered));
        Assert.Equal((TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.2)), (totals.Dwell, totals.MeanDwell));
    }

    [Fact]
    public void Who_is_first_seen_inside_has_entered_and_who_is_last_seen_inside_has_left()
    {
        var counter = Counter(Hall);
        for (var picture = 0; picture < 5; picture++)
        {
            Step(counter, 0.5f);
        }

        Assert.Equal(1, counter.Totals.Occupancy);
        counter.Update([], [1], At(50), _events);

        Assert.Equal([ZoneEventKind.Entered, ZoneEventKind.Left], _events.Select(happened => happened.Kind));
        Assert.Equal(5, _events[1].Frame); // not when the tracker gave up
        Assert.Equal(TimeSpan.FromSeconds(0.4), _events[1].Dwell);
        Assert.Equal((0, 0), (counter.Totals.Occupancy, counter.TrackedCount));
    }

    [Fact]
    public void One_picture_inside_is_no_visit_and_one_outside_ends_none()
    {
        var counter = Counter(Hall);
        foreach (var x in new[] { 0.2f, 0.5f, 0.2f, 0.2f, 0.5f, 0.5f, 0.2f, 0.5f, 0.5f })
        {
            Step(counter, x);
        }

        Assert.Equal((1L, 0L), (counter.Totals.Entered, counter.Totals.Left));
    }

    [Fact]
    public void Trembling_on_an_edge_changes_nothing()
    {
        var random = new Random(5);
        var counter = Counter(Hall);
        Step(counter, 0.3f);
        for (var picture = 0; picture < 500; picture++)
        {
            Step(counter, 0.4f + ((random.NextSingle() - 0.5f) * 0.01f));
        }

        Assert.Empty(_events);
    }

    [Fact]
    public void Loitering_is_told_once_a_visit()
    {
        var counter = Counter(Hall);
        foreach (var x in Enumerable.Repeat(0.5f, 60).Concat([0.8f, 0.8f, 0.8f]).Concat(Enumerable.Repeat(0.5f, 60)))
        {
            Step(counter, x);
        }

        var loitering = _events.Where(happened => happened.Kind == ZoneEventKind.Loitering).ToArray();
        Assert.Equal(2, loitering.Length);
        Assert.Equal((21L, TimeSpan.FromSeconds(2)), (loitering[0].Frame, loitering[0].Dwell));
        Assert.Equal(2, counter.Totals.Loitered);
    }

    [Fact]
    public void Only_wanted_labels_count()
    {
        var counter = new ZoneCounter(Hall with { Labels = ["car"] }, ["person", "car"], Walks.Aspect);
        for (var picture = 0; picture < 5; picture++)
        {
            counter.Update([TrackAt(0.5f, 1, label: 0), TrackAt(0.5f, 2, label: 1)], [], At(++_picture), _events);
        }

        Assert.Equal("car", Assert.Single(_events).Label);
    }

    [Fact]
    public void What_the_pictures_edge_cuts_can_enter_a_zone_on_that_edge()
    {
        var counter = Counter(Hall with { Anchor = Anchor.BottomCenter, Polygon = [new(0.4f, 0.8f), new(0.6f, 0.8f), new(0.6f, 1), new(0.4f, 1)] });
        foreach (var x in new[] { 0.2f, 0.3f, 0.5f, 0.5f })
        {
            var box = new Box(x - 0.05f, 0.8f, x + 0.05f, 1.1f);
            counter.Update([new Track(1, box, 0, 1, box)], [], At(++_picture), _events);
        }

        Assert.Equal(1, counter.Totals.Occupancy);
    }

    [Fact]
    public void Entered_minus_left_is_the_occupancy_at_every_picture_and_saving_anywhere_changes_nothing()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (whole, broken) = (Counter(Hall), Counter(Hall));
            var (expected, actual) = (new List<ZoneEvent>(), new List<ZoneEvent>());
            var scene = new RandomTracks(seed);
            for (var picture = 0; picture < 400; picture++)
            {
                scene.Next();
                whole.Update(scene.Tracks, scene.Ended, scene.Moment, expected);
                broken.Update(scene.Tracks, scene.Ended, scene.Moment, actual);
                var totals = whole.Totals;
                Assert.Equal(totals.Occupancy, totals.Entered - totals.Left);
                Assert.InRange(totals.Occupancy, 0, whole.TrackedCount);
                if (random.NextSingle() < 0.1f)
                {
                    var state = Saved(broken);
                    broken = Counter(Hall);
                    broken.Restore(new StateReader(state));
                }
            }

            Assert.Equal(expected, actual);
            Assert.Equal(Saved(whole), Saved(broken));
            Assert.All(expected, happened => Assert.True(happened.Dwell >= TimeSpan.Zero));
            scene.EndAll();
            whole.Update(scene.Tracks, scene.Ended, scene.Moment, expected);
            Assert.Equal((0, 0), (whole.Totals.Occupancy, whole.TrackedCount));
        }
    }

    private static ZoneCounter Counter(ZoneDefinition zone) => new(zone, ["person", "car"], Walks.Aspect);

    private static Track TrackAt(float x, long id, int label = 0)
    {
        var box = new Box(x - 0.02f, 0.45f, x + 0.02f, 0.55f);
        return new Track(id, box, label, Score: 1, box);
    }

    private static Moment At(long number)
    {
        var pts = TimeSpan.FromMilliseconds(100) * (number - 1);
        return new Moment(number, pts, DateTimeOffset.UnixEpoch + pts);
    }

    private static byte[] Saved(ZoneCounter counter)
    {
        var writer = new StateWriter();
        counter.Save(writer);
        return writer.Written.ToArray();
    }

    private void Step(ZoneCounter counter, float x) => counter.Update([TrackAt(x, 1)], [], At(++_picture), _events);
}
