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

    private static StoredDefinition Camera(string name) => new(name, 1, "clip.mp4", "{}", IsEnabled: true);

    private static CheckpointBeat Beat(string camera, string owner) => new(camera, owner, new(1, 1), _fresh, HasEnded: false);
}
