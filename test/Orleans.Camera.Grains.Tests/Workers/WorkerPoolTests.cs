using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>What the registry does of itself, and what it tells.</summary>
public sealed class WorkerPoolTests : IAsyncLifetime
{
    private const int Cameras = 2;
    private readonly PoolCluster _pool = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pool.DisposeAsync();

    [Fact]
    public async Task A_silo_that_died_and_returned_under_its_name_gets_a_worker_as_one_that_has_none()
    {
        var before = new ScriptedModels("people");
        await _pool.StartAsync(new ScriptedModels(), before, new ScriptedModels("people"));
        using var model = await _pool.OpenAsync(silo: 0);
        var born = (await _pool.UntilAsync(pool => pool.Workers.Count(PoolCluster.IsReady) == 2)).Workers.Single(worker => worker.Silo == "silo-2" && PoolCluster.IsReady(worker)).Worker;

        await _pool.Cluster.KillAsync("silo-2");
        var after = new ScriptedModels("people");
        await _pool.AddAsync(after, "silo-2");

        var pool = await _pool.UntilAsync(pool => pool.Workers.Any(worker => worker.Silo == "silo-2" && PoolCluster.IsReady(worker) && worker.Worker != born));
        Assert.Equal(2, pool.Workers.Count(PoolCluster.IsReady));
        Assert.Equal((1, 1), (before.Loaded, after.Loaded));
    }

    [Fact]
    public async Task A_worker_that_is_much_busier_than_the_others_is_replaced_once_where_there_is_room()
    {
        _pool.Most = 2;
        var busy = new ScriptedModels("people", "cars");
        busy.Answer = After(milliseconds: 250);
        await _pool.StartAsync(new ScriptedModels(), busy, new ScriptedModels("people") { Answer = After(milliseconds: 10) });
        using var people = await _pool.OpenAsync(silo: 0);
        using var cars = await _pool.OpenAsync(silo: 0, "cars");
        await _pool.UntilAsync(pool => pool.Workers.Count(PoolCluster.IsReady) == 3);
        var free = new ScriptedModels("people") { Answer = After(milliseconds: 10) };
        await _pool.AddAsync(free);

        // Pictures come all the time, however slowly this machine tells how the pool is: what is asked for between two looks would not keep it busy.
        using var end = new CancellationTokenSource();
        var cameras = Enumerable.Range(0, Cameras).Select(_ => Task.Run(LookAsync)).ToArray();
        var pool = await _pool.UntilAsync(pool => pool.Workers.Count == 3 && PoolCluster.SilosOf(pool, "people") is ["silo-3", "silo-4"]);
        await end.CancelAsync();
        await Task.WhenAll(cameras);

        Assert.Equal(["people/1", "people/2"], pool.Workers.Where(worker => worker.Worker.StartsWith("people/", StringComparison.Ordinal)).Select(worker => worker.Worker).Order(StringComparer.Ordinal));
        Assert.Equal(["silo-2"], PoolCluster.SilosOf(pool, "cars"));
        Assert.Equal(1, free.Loaded);

        static Func<Frame, CancellationToken, ValueTask<Detection>> After(int milliseconds) => async (_, stop) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, stop);
            return new(new Box(0.1f, 0.1f, 0.2f, 0.2f), 0, 0.9f);
        };

        async Task LookAsync()
        {
            var detector = people.Create(new FrameLayout(new(64, 36), default));
            while (!end.IsCancellationRequested)
            {
                // One that a worker leaves behind as it is replaced is no matter here.
                using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
                await Record.ExceptionAsync(async () => await detector.DetectAsync(frame, motion: null, [], end.Token));
            }
        }
    }

    [Fact]
    public async Task Whoever_listens_to_the_registry_is_told_that_a_worker_has_failed_and_who_comes_later_is_told_too()
    {
        await _pool.StartAsync(new ScriptedModels(), new ScriptedModels("people") { Breaks = "its file is damaged" });
        var listener = new Listener();
        var reference = _pool.Cluster.Client.CreateObjectReference<IAlertObserver>(listener);
        Assert.Empty(await _pool.Registry.SubscribeAsync(reference));

        var refused = await Assert.ThrowsAsync<ModelException>(() => _pool.OpenAsync(silo: 0));

        await _pool.UntilAsync(_ => listener.Told.Task.IsCompleted, () => _pool.Registry.SubscribeAsync(reference));
        var alert = await listener.Told.Task;
        // A worker that cannot begin is replaced at once, on a slow machine before the alerts are looked at.
        Assert.Equal(("worker-failed", true), (alert.Rule, alert.IsRaised));
        Assert.StartsWith("worker people/", alert.Where, StringComparison.Ordinal);
        Assert.Contains("has failed", alert.Text, StringComparison.Ordinal);
        Assert.Contains("silo-2: cpu: its file is damaged", refused.Message, StringComparison.Ordinal);
        var late = new Listener();
        var raised = await _pool.Registry.SubscribeAsync(_pool.Cluster.Client.CreateObjectReference<IAlertObserver>(late));
        Assert.Contains(raised, told => (told.Rule, told.IsRaised) == ("worker-failed", true));
        GC.KeepAlive(listener);
        GC.KeepAlive(late);
    }

    private sealed class Listener : IAlertObserver
    {
        public TaskCompletionSource<AlertRecord> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task OnAlertAsync(AlertRecord alert)
        {
            Told.TrySetResult(alert);
            return Task.CompletedTask;
        }
    }
}
