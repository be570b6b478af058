using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>What models and cameras ask of the place of a worker besides the model itself.</summary>
public sealed class SlotWishTests : IAsyncLifetime
{
    private readonly PoolCluster _pool = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pool.DisposeAsync();

    [Fact]
    public async Task A_model_runs_where_its_manifests_requirements_are_met_and_where_none_meets_them_each_silo_says_what_it_lacks()
    {
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people") { Requires = ["cooled"] });

        var refused = await Assert.ThrowsAsync<ModelException>(async () => await _pool.OpenAsync(silo: 0));

        Assert.Contains("silo-1: does not have the role 'inference'; silo-2: cpu: lacks 'cooled', which the model's manifest requires", refused.Message, StringComparison.Ordinal);

        await _pool.AddAsync(new ScriptedModels("people") { Requires = ["cooled"] }, has: "cooled");
        using var model = await _pool.OpenAsync(silo: 0);

        var worker = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers);
        Assert.Equal("silo-3", worker.Silo);
        var why = await _pool.Registry.ExplainAsync(worker.Worker);
        Assert.Contains("Its manifest requires: cooled.", why, StringComparison.Ordinal);
        Assert.Contains("silo-2: cpu: lacks 'cooled'", why, StringComparison.Ordinal);
        Assert.Contains($"silo-3: runs {worker.Worker} on cpu, measured", why, StringComparison.Ordinal);
        Assert.Contains("7 of 8 slots free, load unknown", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_goes_where_the_cameras_of_its_model_stand()
    {
        _pool.Most = 1;
        await _pool.StartAsync(new ScriptedModels());
        await _pool.AddAsync(new ScriptedModels("people"), region: "yard");
        await _pool.AddAsync(new ScriptedModels("people"), region: "hall");

        // No is said only when every silo has spoken.
        await Assert.ThrowsAsync<ModelException>(async () => await _pool.OpenAsync(silo: 1, "cars"));
        using var model = await _pool.OpenAsync(silo: 1, region: "hall");

        var worker = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers);
        Assert.Equal("silo-3", worker.Silo);
        var why = await _pool.Registry.ExplainAsync(worker.Worker);
        Assert.Contains("Its cameras stand in: hall (1).", why, StringComparison.Ordinal);
        Assert.Contains("silo-2: cpu: has room: 8 of 8 slots free, load unknown, region yard", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_model_gets_a_slot_where_all_are_full_of_the_first_and_both_answer_on()
    {
        _pool.MostSlots = 1;
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people", "cars"), new ScriptedModels("people", "cars"));
        using var people = await _pool.OpenAsync(silo: 0);
        await _pool.UntilAsync(pool => PoolCluster.SilosOf(pool, "people").Length == 2);

        using var cars = await _pool.OpenAsync(silo: 0, "cars");

        var after = await _pool.UntilAsync(pool => pool.Workers.Count == 2 && pool.Workers.All(PoolCluster.IsReady));
        Assert.Equal(["silo-2", "silo-3"], PoolCluster.SilosOf(after, "people").Concat(PoolCluster.SilosOf(after, "cars")).Order(StringComparer.Ordinal));
        Assert.Single(PoolCluster.SilosOf(after, "cars"));
        foreach (var model in new[] { people, cars })
        {
            using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
            List<Detection> found = [];
            await model.Create(new FrameLayout(new(64, 36), default)).DetectAsync(frame, motion: null, found, CancellationToken.None);
            Assert.Single(found);
        }
    }
}
