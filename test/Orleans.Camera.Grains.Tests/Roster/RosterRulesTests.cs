using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Roster;

namespace Orleans.Camera.Grains.Tests.Roster;

public class RosterRulesTests
{
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _old = RosterRules.Old + TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("alive", true, false, true, false)]
    [InlineData("alive", false, false, true, true)]
    [InlineData("dead", true, false, true, true)]
    [InlineData("dead", true, false, false, true)]
    [InlineData("alive", false, false, false, false)]
    [InlineData("dead", false, true, true, false)]
    public void A_camera_is_started_where_its_owner_is_gone_or_silent(string owner, bool isFresh, bool hasEnded, bool agesCount, bool isStarted)
    {
        var beat = new CheckpointBeat("a", owner, new(1, 1), isFresh ? _fresh : _old, hasEnded);
        var idle = RosterRules.Idle([Camera("a")], new Dictionary<string, CheckpointBeat> { ["a"] = beat }, ["alive"], agesCount);

        Assert.Equal(isStarted, idle.Count == 1);
    }

    [Fact]
    public void A_camera_that_never_counted_is_started_and_one_that_is_not_to_run_is_not() =>
        Assert.Equal(["a"], RosterRules.Idle([Camera("a"), Camera("b") with { IsEnabled = false }], new Dictionary<string, CheckpointBeat>(), ["alive"], agesCount: false));

    [Fact]
    public void Cameras_are_counted_by_the_silos_that_live()
    {
        CheckpointBeat[] beats = [Beat("a", "x@1"), Beat("b", "x@1"), Beat("c", "y@2"), Beat("d", "x@0"), Beat("e", "y@2") with { HasEnded = true }];
        var counted = RosterRules.CamerasBySilo(beats, new Dictionary<string, string> { ["x@1"] = "x", ["y@2"] = "y" });

        Assert.Equal(new Dictionary<string, int> { ["x"] = 2, ["y"] = 1 }, counted);
    }

    [Fact]
    public void Moves_go_on_until_every_silo_has_its_share_and_then_end()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var seats = Enumerable.Range(0, random.Next(1, 6)).ToDictionary(index => $"silo{index}@1", _ => (double)random.Next(1, 4));
            var beats = Enumerable.Range(0, random.Next(20)).Select(index => Beat($"camera{index}", $"silo{random.Next(seats.Count + 1)}@1")).ToList();
            var there = beats.Where(beat => seats.ContainsKey(beat.Owner)).ToList();
            var moving = RosterRules.Moving(beats, seats, most: 100);

            Assert.Equal(moving.Count, moving.Distinct().Count());
            Assert.Subset(there.Select(beat => beat.Camera).ToHashSet(), moving.ToHashSet());
            var load = seats.Keys.ToDictionary(owner => owner, owner => there.Count(beat => beat.Owner == owner && !moving.Contains(beat.Camera)));
            foreach (var _ in moving)
            {
                load[load.Keys.MinBy(owner => (load[owner] + 1) / seats[owner])!]++;
            }

            Assert.All(load.Keys.Where(owner => load[owner] > 0), from =>
                Assert.All(load.Keys, to => Assert.True(from == to || (load[to] + 1) / seats[to] >= load[from] / seats[from])));
        }
    }

    [Fact]
    public void The_camera_that_moved_least_moves_next()
    {
        CheckpointBeat[] beats = [.. new long[] { 4, 2, 3 }.Select((epoch, index) => Beat($"camera{index}", "full@1") with { Tag = new(epoch, 1) })];

        Assert.Equal(["camera1"], RosterRules.Moving(beats, new Dictionary<string, double> { ["full@1"] = 1, ["empty@1"] = 1 }, most: 2));
    }

    private static StoredDefinition Camera(string name) => new(name, 1, "clip.mp4", "{}", IsEnabled: true);

    private static CheckpointBeat Beat(string camera, string owner) => new(camera, owner, new(1, 1), _fresh, HasEnded: false);
}
