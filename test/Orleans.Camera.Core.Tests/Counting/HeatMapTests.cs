using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Counting;

public class HeatMapTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void A_cell_holds_the_seconds_that_somebody_stood_on_it(int fps)
    {
        var map = new HeatMap(columns: 4, rows: 2);
        for (var picture = 0; picture <= 3 * fps; picture++)
        {
            map.Update([StandingAt(0.6f, 0.9f), StandingAt(2, -1)], TimeSpan.FromSeconds(picture / (double)fps));
        }

        Assert.Equal(3, map.Seconds[(1 * 4) + 2], 1e-3f);
        Assert.Equal(3, map.Seconds[3], 1e-3f); // outside: the nearest cell
        Assert.Equal(6, map.Seconds.ToArray().Sum(), 1e-2f);
    }

    [Fact]
    public void An_outage_is_not_presence()
    {
        var map = new HeatMap();
        map.Update([StandingAt(0.5f, 0.5f)], TimeSpan.Zero);
        map.Update([StandingAt(0.5f, 0.5f)], TimeSpan.FromHours(1));

        Assert.Equal(1, map.Seconds.ToArray().Sum(), 1e-6f);
    }

    [Fact]
    public void After_the_half_life_the_past_counts_half()
    {
        var map = new HeatMap(halfLife: TimeSpan.FromSeconds(10));
        map.Update([StandingAt(0.5f, 0.5f)], TimeSpan.Zero);
        map.Update([StandingAt(0.5f, 0.5f)], TimeSpan.FromSeconds(0.8));
        for (var picture = 1; picture <= 100; picture++)
        {
            map.Update([], TimeSpan.FromSeconds(0.8 + (picture / 10.0)));
        }

        Assert.Equal(0.4f, map.Seconds.ToArray().Sum(), 0.01f);
    }

    [Fact]
    public void Save_and_restore_at_any_picture_changes_nothing()
    {
        var scene = new RandomTracks(seed: 9);
        var (whole, broken) = (New(), New());
        for (var picture = 0; picture < 500; picture++)
        {
            scene.Next();
            whole.Update(scene.Tracks, scene.Moment.Pts);
            broken.Update(scene.Tracks, scene.Moment.Pts);
            if (picture % 17 == 0)
            {
                var writer = new StateWriter();
                broken.Save(writer);
                broken = New();
                broken.Restore(new StateReader(writer.Written));
            }
        }

        Assert.Equal(whole.Seconds.ToArray(), broken.Seconds.ToArray());

        static HeatMap New() => new(halfLife: TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void State_of_another_grid_is_refused()
    {
        var writer = new StateWriter();
        new HeatMap(4, 2).Save(writer);

        Assert.Throws<InvalidDataException>(() => new HeatMap(2, 4).Restore(new StateReader(writer.Written)));
    }

    private static Track StandingAt(float x, float y)
    {
        var box = new Box(x - 0.02f, y - 0.1f, x + 0.02f, y);
        return new Track(1, box, Label: 0, Score: 1, box);
    }
}
