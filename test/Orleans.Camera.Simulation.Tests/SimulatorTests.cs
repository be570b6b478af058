using Orleans.Camera.Testing.Simulation;

namespace Orleans.Camera.Simulation.Tests;

public sealed class SimulatorTests
{
    private const int Seed = 1;
    private const int Enough = 500;

    [Fact]
    public async Task A_thousand_schedules_of_faults_lose_nothing_and_double_nothing()
    {
        var run = await SimulationRun.OfAsync(Seed, schedules: 1000, processes: 2);

        Assert.Equal(1000, run.Schedules);
        Assert.Empty(run.Failures);
    }

    [Fact]
    public async Task A_seed_replays_whatever_ran_before_it()
    {
        var alone = await SimulationRun.OfAsync(seed: 12, schedules: 1, processes: 1);
        var last = await SimulationRun.OfAsync(seed: 10, schedules: 3, processes: 1);
        var other = await SimulationRun.OfAsync(seed: 11, schedules: 1, processes: 1);

        Assert.Equal(alone.Hash, last.Hash);
        Assert.NotEqual(alone.Hash, other.Hash);
    }

    [Theory]
    [InlineData("NoTagCheck")]
    [InlineData("AnnounceBeforeCommit")]
    [InlineData("UnsavedBackground")]
    [InlineData("ClearedTooMuch")]
    [InlineData("ConflictDoNothing")]
    [InlineData("LateAnswerForTheNext")]
    public async Task A_planted_fault_is_found(string bug)
    {
        var run = await SimulationRun.OfAsync(Seed, Enough, processes: 1, "--bug=" + bug, "--first");

        Assert.Single(run.Failures);
    }
}
