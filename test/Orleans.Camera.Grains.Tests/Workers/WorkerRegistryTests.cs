using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>The registry lives on a silo that has nothing else; the others have workers and the camera.</summary>
public sealed class WorkerRegistryTests : IAsyncLifetime
{
    private readonly PoolCluster _pool = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pool.DisposeAsync();

    [Fact]
    public async Task Workers_answer_on_while_the_silo_of_their_registry_dies_and_the_next_registry_knows_them_again()
    {
        // The list of silos lives on the first one, which knows no workers; who asks for the registry first has it.
        await _pool.Cluster.AddAsync();
        _pool.Gateway = "silo-2";
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people"), new ScriptedModels("people"));
        var model = await _pool.OpenAsync(silo: 2);
        var detector = model.Create(new FrameLayout(new(64, 36), default));
        var before = await _pool.UntilAsync(pool => pool.Workers.Count == 2 && pool.Workers.All(PoolCluster.IsReady));

        await _pool.Cluster.KillAsync("silo-2");

        var number = 0;
        var after = await _pool.UntilAsync(
            pool => pool.Workers.Count == 2 && pool.Workers.All(PoolCluster.IsReady),
            async () =>
            {
                using var frame = Frame.WithoutPicture(new(64, 36), ++number, default, default);
                var found = new List<Detection>();
                await detector.DetectAsync(frame, motion: null, found, CancellationToken.None);
                Assert.Single(found);
            });

        Assert.Equal(before.Workers.Select(worker => (worker.Worker, worker.Silo)), after.Workers.Select(worker => (worker.Worker, worker.Silo)));
        Assert.True(number > 0, "no picture was looked at meanwhile: the test proves nothing");
    }

    [Fact]
    public async Task A_worker_lives_from_its_start_through_failure_and_recovery_to_its_end()
    {
        // It initialises, registers, is healthy, ready, and assigned to the one silo that can.
        var models = new ScriptedModels("people");
        await _pool.StartAsync(new ScriptedModels(), models);
        var model = await _pool.OpenAsync(silo: 0);
        var born = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers);
        Assert.Equal(("silo-2", "cpu", ""), (born.Silo, born.Device, born.Reason));
        Assert.Equal(1, models.Loaded);

        // It processes pictures and reports them.
        var detector = model.Create(new FrameLayout(new(64, 36), default));
        using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
        await detector.DetectAsync(frame, motion: null, [], CancellationToken.None);
        var worked = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(worker => worker.PicturesPerMinute > 0))).Workers);
        Assert.Equal((1.0, 0.0), (worked.LoadShare, worked.ErrorRate));
        Assert.True(worked.LatencyP99 > TimeSpan.Zero && worked.Efficiency > 0 && worked.Uptime > TimeSpan.Zero, $"{worked}");

        // It fails with its silo, and one that can takes its place.
        var other = new ScriptedModels("people");
        await _pool.Cluster.KillAsync("silo-2");
        await _pool.AddAsync(other);
        var pool = await _pool.UntilAsync(pool => pool.Workers.Any(worker => worker.Silo == "silo-3" && PoolCluster.IsReady(worker)));
        Assert.Equal("silo-3", pool.Workers.Single(PoolCluster.IsReady).Silo);
        await _pool.Cluster.UntilAsync(async () =>
        {
            // The camera's silo may hear of the new worker a second later.
            await Record.ExceptionAsync(async () => await detector.DetectAsync(frame, motion: null, [], CancellationToken.None));
            return !other.Seen.IsEmpty;
        });

        // It is explained.
        var why = await _pool.Registry.ExplainAsync("people");
        Assert.Contains("silo-1: does not have the role 'inference'", why, StringComparison.Ordinal);
        Assert.Contains($"silo-3: runs {pool.Workers.Single(PoolCluster.IsReady).Worker} on cpu", why, StringComparison.Ordinal);
        var missed = await Assert.ThrowsAsync<CameraException>(() => _pool.Registry.ExplainAsync("peopel"));
        Assert.Contains("people", missed.Message, StringComparison.Ordinal);

        // It is drained when its model is taken from the silo, and is no more; the operator sees that nothing runs the model now.
        other.Names = [];
        var without = await _pool.UntilAsync(pool => pool.Workers.All(worker => worker.Silo != "silo-3") && pool.Missing.Count > 0);
        var missing = Assert.Single(without.Missing);
        Assert.Equal("people", missing.Model);
        Assert.Contains("silo-3: There is no model 'people'", missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_another_file_on_another_silo_runs_on_neither_and_both_are_told()
    {
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people") { Sha256 = "aaaa" }, new ScriptedModels("people", "cars") { Sha256 = "bbbb" });
        using var cars = await _pool.OpenAsync(silo: 1, "cars");

        var refused = await Assert.ThrowsAsync<ModelException>(async () => await _pool.OpenAsync(silo: 1));

        Assert.Contains("silo-2: has another file of that name than other silos (sha256 aaaa)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("It is not the same file everywhere: sha256 aaaa on silo-2; bbbb on silo-3. Remove it where it is wrong (./camera model remove people)", refused.Message, StringComparison.Ordinal);
        var told = await _pool.UntilAsync(pool => pool.Alerts.Any(alert => alert.Rule == "model-differs"));
        Assert.Contains("aaaa on silo-2; bbbb on silo-3", told.Alerts.Single(alert => alert.Rule == "model-differs").Text, StringComparison.Ordinal);
        Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers, worker => worker.Worker.StartsWith("cars/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_may_not_run_on_a_processor_runs_nowhere_without_a_gpu()
    {
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people") { AllowsCpu = false });

        var refused = await Assert.ThrowsAsync<ModelException>(async () => await _pool.OpenAsync(silo: 0));

        Assert.Contains("silo-2: cpu: is no GPU, and the model's manifest does not allow a CPU", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_picture_for_a_worker_on_the_same_silo_goes_to_it_as_it_is(bool byGrain)
    {
        var models = new ScriptedModels("people");
        Frame? seen = null;
        models.Answer = (frame, _) =>
        {
            seen = frame;
            return new(new Detection(new Box(0.1f, 0.1f, 0.2f, 0.2f), 0, 0.9f));
        };
        await _pool.StartAsync(new ScriptedModels(), models);
        var model = await _pool.OpenAsync(silo: 1);
        var layout = new FrameLayout(new(1920, 1080), new(480, 270), new(1920, 1080));
        using var frame = new FramePool(layout).Rent();
        var detector = model.Create(layout);
        var id = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers).Worker;
        var grain = _pool.Cluster.ServicesOf(1).GetRequiredService<IGrainFactory>().GetGrain<IInferenceGrain>(id);
        await LookAsync();
        const int Pictures = 50;

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var number = 0; number < Pictures; number++)
        {
            await LookAsync();
        }

        // What the silos allocate besides is a fraction of the pictures.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Pictures * layout.ByteLength / 4);
        Assert.Same(frame, seen);

        async Task LookAsync()
        {
            if (!byGrain)
            {
                await detector.DetectAsync(frame, motion: null, [], CancellationToken.None);
                return;
            }

            using var picture = new WorkPicture(frame, motion: null);
            Assert.Null((await grain.DetectAsync(picture, CancellationToken.None)).Fault);
        }
    }
}
