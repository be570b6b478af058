using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Counting;

public class LineCounterPropertyTests
{
    private const int Seeds = 200;
    private const int Pictures = 400;
    private static readonly string[] _labels = ["person", "car"];

    [Fact]
    public void No_track_is_counted_twice_in_one_direction_without_having_gone_back()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var definition = LineOf(seed);
            var counter = Walks.Counter(definition, _labels);
            var line = new LineSegment(definition.Start, definition.End, Walks.Aspect);
            var behind = new Dictionary<(long Track, Direction Direction), bool>();
            var crossings = new List<Crossing>();
            var scene = new RandomTracks(seed);
            for (var picture = 0; picture < Pictures; picture++)
            {
                scene.Next();
                crossings.Clear();
                counter.Update(scene.Tracks, scene.Ended, scene.Moment, crossings);
                foreach (var track in scene.Tracks)
                {
                    // Where it was first seen, and where it stands, a crossing in that direction may begin.
                    behind.TryAdd((track.Id, From(line, track.First)), true);
                    behind[(track.Id, From(line, track.Box))] = true;
                }

                foreach (var crossing in crossings)
                {
                    var key = (crossing.TrackId, crossing.Direction);
                    Assert.True(behind.GetValueOrDefault(key), $"seed {seed}, {crossing}");
                    behind[key] = false;
                }
            }
        }
    }

    [Fact]
    public void In_minus_out_is_the_net_change_of_side()
    {
        var counted = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            // A line from edge to edge, so that nobody can walk around it.
            var counter = Walks.Counter(Walks.Line(0, 0.45f, 1, 0.55f), _labels);
            var line = new LineSegment(new(0, 0.45f), new(1, 0.55f), Walks.Aspect);
            var first = new Dictionary<long, Box>();
            var last = new Dictionary<long, Track>();
            var crossings = new List<Crossing>();
            var scene = new RandomTracks(seed);
            for (var picture = 0; picture < Pictures; picture++)
            {
                scene.Next();
                counter.Update(scene.Tracks, scene.Ended, scene.Moment, crossings);
                foreach (var track in scene.Tracks)
                {
                    first.TryAdd(track.Id, track.First);
                    last[track.Id] = track;
                }

                foreach (var id in scene.Ended)
                {
                    last.Remove(id);
                }
            }

            // Lead everybody still there far to one side, so that nobody is left in doubt.
            for (var step = 1; step <= 3; step++)
            {
                var led = last.Values.Select(track => track with { Box = new Box(0.5f, 0.8f, 0.54f, 0.9f) }).ToArray();
                counter.Update(led, [], scene.Moment with { Pts = scene.Moment.Pts + TimeSpan.FromSeconds(step) }, crossings);
            }

            foreach (var id in last.Keys)
            {
                var was = line.DistanceToRight(first[id].Center) > 0 ? 1 : 0;
                var own = crossings.Where(crossing => crossing.TrackId == id).ToArray();
                Assert.Equal(1 - was, own.Count(crossing => crossing.Direction == Direction.In) - own.Count(crossing => crossing.Direction == Direction.Out));
                counted += own.Length;
            }
        }

        Assert.True(counted > Seeds, $"only {counted} crossings: the walks are too tame to prove anything");
    }

    [Fact]
    public void Save_and_restore_at_any_picture_changes_nothing()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var definition = LineOf(seed);
            var (whole, broken) = (Walks.Counter(definition, _labels), Walks.Counter(definition, _labels));
            var (expected, actual) = (new List<Crossing>(), new List<Crossing>());
            var scene = new RandomTracks(seed);
            for (var picture = 0; picture < Pictures; picture++)
            {
                scene.Next();
                whole.Update(scene.Tracks, scene.Ended, scene.Moment, expected);
                broken.Update(scene.Tracks, scene.Ended, scene.Moment, actual);
                if (random.NextSingle() < 0.1f)
                {
                    var state = Saved(broken);
                    broken = Walks.Counter(definition, _labels);
                    broken.Restore(new StateReader(state));
                    Assert.Equal(state, Saved(broken));
                }
            }

            Assert.Equal(expected, actual);
            Assert.Equal(Saved(whole), Saved(broken));
            Assert.Equal(whole.Totals.ByLabel, broken.Totals.ByLabel);
        }
    }

    [Fact]
    public void State_of_another_line_is_refused()
    {
        var state = Saved(Walks.Counter(Walks.Line(0, 0.5f, 1, 0.5f)));

        var fault = Assert.Throws<InvalidDataException>(
            () => Walks.Counter(Walks.Line(0, 0.5f, 1, 0.6f)).Restore(new StateReader(state)));

        Assert.Contains("line 'door'", fault.Message, StringComparison.Ordinal);
    }

    private static Direction From(LineSegment line, Box box) =>
        line.DistanceToRight(box.Center) < 0 ? Direction.In : Direction.Out;

    private static LineZoneDefinition LineOf(int seed)
    {
        var random = new Random(-seed - 1);
        return Walks.Line(random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle()) with
        {
            ConfirmationFrames = random.Next(1, 4),
            Hysteresis = random.Next(2) * 0.01f,
        };
    }

    private static byte[] Saved(LineCounter counter)
    {
        var writer = new StateWriter();
        counter.Save(writer);
        return writer.Written.ToArray();
    }
}
