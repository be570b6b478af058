using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tests.Counting;

public class LongRunTests
{
    [Fact]
    public void After_a_million_pictures_the_state_is_as_small_as_after_a_thousand()
    {
        const int Pictures = 1_000_000;
        const int Bound = 4096;
        var line = Walks.Counter(Walks.Line(0, 0.5f, 1, 0.5f), "person", "car");
        var zone = new ZoneCounter(
            new ZoneDefinition { Name = "hall", Polygon = [new(0.2f, 0.2f), new(0.8f, 0.2f), new(0.5f, 0.8f)], Anchor = Anchor.Center },
            ["person", "car"],
            Walks.Aspect);
        var (crossings, events, writer) = (new List<Crossing>(), new List<ZoneEvent>(), new StateWriter());
        var scene = new RandomTracks(seed: 1);
        var (mostBytes, lastId) = (0, 0L);
        for (var picture = 1; picture <= Pictures; picture++)
        {
            scene.Next();
            line.Update(scene.Tracks, scene.Ended, scene.Moment, crossings);
            zone.Update(scene.Tracks, scene.Ended, scene.Moment, events);
            lastId = scene.Ended.Length > 0 ? scene.Ended[^1] : lastId;
            crossings.Clear();
            events.Clear();
            if (picture % 1000 == 0)
            {
                writer.Clear();
                line.Save(writer);
                zone.Save(writer);
                mostBytes = Math.Max(mostBytes, writer.Written.Length);
            }
        }

        Assert.True(lastId > 10_000, $"only {lastId} tracks came and went");
        Assert.InRange(mostBytes, 1, Bound);
        Assert.InRange(line.TrackedCount, 0, 6);
        Assert.InRange(zone.TrackedCount, 0, 6);
        Assert.True(line.Totals.In > 1000 && zone.Totals.Entered > 1000);
    }
}
