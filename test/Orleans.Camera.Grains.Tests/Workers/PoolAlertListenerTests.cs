using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>What whoever listens to a registry of real silos is told, from its beginning to its end.</summary>
public sealed class PoolAlertListenerTests : IAsyncLifetime
{
    private const int Pictures = 6;
    private readonly PoolCluster _pool = new() { Alerts = new AlertOptions { Queue = 3 } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pool.DisposeAsync();

    [Fact]
    public async Task A_queue_a_slow_worker_and_its_failure_are_told_with_since_when_and_when_they_are_over()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var models = new ScriptedModels("people", "cars")
        {
            Answer = async (_, _) =>
            {
                await gate.Task;
                return new Detection(new Box(0.1f, 0.1f, 0.2f, 0.2f), 0, 0.9f);
            },
        };
        await _pool.StartAsync(new ScriptedModels(), models);
        using var model = await _pool.OpenAsync(silo: 0);
        var id = Assert.Single((await _pool.UntilAsync(pool => pool.Workers.Any(PoolCluster.IsReady))).Workers).Worker;
        var listener = new Listener();
        var reference = _pool.Cluster.Client.CreateObjectReference<IAlertObserver>(listener);
        Task RenewAsync() => _pool.Registry.SubscribeAsync(reference);
        await RenewAsync();

        // One picture is looked at and the others wait, for as long as it takes until that is told.
        var worker = _pool.Cluster.ServicesOf(1).GetRequiredService<WorkerHub>().Here(id)!;
        var answers = Enumerable.Range(0, Pictures).Select(_ => LookAsync(worker)).ToArray();
        await _pool.UntilAsync(_ => listener.IsRaised("queue"), RenewAsync);
        gate.SetResult();
        Assert.All(await Task.WhenAll(answers), answer => Assert.Null(answer.Fault));
        await _pool.UntilAsync(_ => listener.IsOver("queue") && listener.IsRaised("latency"), RenewAsync);

        // Another model cannot be loaded, and this one is taken away: who no longer is, is slow no longer.
        models.Breaks = "its file is damaged";
        await Assert.ThrowsAsync<ModelException>(() => _pool.OpenAsync(silo: 0, "cars"));
        await _pool.UntilAsync(_ => listener.IsRaised("worker-failed"), RenewAsync);
        models.Names = [];
        await _pool.UntilAsync(_ => listener.IsOver("latency"), RenewAsync);

        var (queue, latency, failed) = (listener.Last("queue"), listener.Last("latency"), listener.Last("worker-failed"));
        Assert.Equal(($"worker {id}", $"worker {id}"), (queue.Where, latency.Where));
        Assert.True(queue.Time - queue.Since >= TimeSpan.FromSeconds(2) && latency.Time - latency.Since >= TimeSpan.FromSeconds(5), $"{queue} {latency}");
        Assert.True(failed.IsCritical && failed.Since <= failed.Time && failed.Where == "worker cars/0", $"{failed}");
        Assert.Contains("its file is damaged", failed.Text, StringComparison.Ordinal);
        var shown = Assert.Single((await _pool.Registry.GetPoolAsync()).Workers, worker => worker.Worker == "cars/0");
        Assert.True(shown.State == "failed" && shown.Since <= failed.Since, $"{shown} {failed}");
        GC.KeepAlive(listener);
    }

    private static async Task<WorkAnswer> LookAsync(LocalWorker worker)
    {
        using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
        using var picture = new WorkPicture(frame, motion: null);
        return await worker.DetectAsync(picture, CancellationToken.None);
    }

    private sealed class Listener : IAlertObserver
    {
        public ConcurrentQueue<AlertRecord> Told { get; } = [];

        public Task OnAlertAsync(AlertRecord alert)
        {
            Told.Enqueue(alert);
            return Task.CompletedTask;
        }

        public bool IsRaised(string rule) => Told.Any(alert => alert.Rule == rule && alert.IsRaised);

        public bool IsOver(string rule) => Told.LastOrDefault(alert => alert.Rule == rule) is { IsRaised: false };

        public AlertRecord Last(string rule) => Told.Last(alert => alert.Rule == rule);
    }
}
