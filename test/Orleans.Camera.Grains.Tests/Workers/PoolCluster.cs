using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Configuration;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>A cluster with workers, but for one silo that has nothing else than their registry.</summary>
internal sealed class PoolCluster : IAsyncDisposable
{
    public CameraCluster Cluster { get; } = new();

    /// <summary>The silo without workers and cameras.</summary>
    public string Gateway { get; set; } = "silo-1";

    /// <summary>Workers of one model at most.</summary>
    public int? Most { get; set; }

    /// <summary>Workers of all models that a device carries at most.</summary>
    public int MostSlots { get; set; } = 8;

    /// <summary>From when on the registry tells that something is wrong; null for what it is by default.</summary>
    public AlertOptions? Alerts { get; set; }

    public IWorkerRegistryGrain Registry => Cluster.Client.GetGrain<IWorkerRegistryGrain>(0);

    public static bool IsReady(WorkerStatus worker) => worker.State is "ready" or "busy";

    /// <summary>Where workers of a model take pictures.</summary>
    public static string[] SilosOf(WorkerPool pool, string model) =>
        [.. pool.Workers.Where(worker => IsReady(worker) && worker.Worker.StartsWith(model + "/", StringComparison.Ordinal)).Select(worker => worker.Silo).Order(StringComparer.Ordinal)];

    public async Task StartAsync(params ScriptedModels[] models)
    {
        foreach (var one in models)
        {
            await AddAsync(one);
        }
    }

    /// <param name="models">Those of the silo.</param>
    /// <param name="name">Its name; null for the next number.</param>
    /// <param name="region">Where it stands.</param>
    /// <param name="has">What its devices have besides.</param>
    public Task AddAsync(ScriptedModels models, string? name = null, string region = "", params string[] has) => Cluster.AddAsync(silo =>
    {
        if (name is not null)
        {
            silo.Configure<SiloOptions>(options => options.SiloName = name);
        }

        if (Alerts is not null)
        {
            silo.Services.AddSingleton(Alerts);
        }

        silo.Services.AddSingleton<IDetectors>(models);
        silo.Services.AddSingleton<ISiloFacts>(provider => new Facts(provider.GetRequiredService<IClusterMembershipService>(), Gateway, region));
        silo.AddCameraWorkers(new WorkerOptions
        {
            Deadline = TimeSpan.FromSeconds(3), MostPerModel = Most, MostSlots = MostSlots, Capabilities = has, Policy = DispatchPolicies.RoundRobin,
        });
    });

    /// <summary>A model as a camera of a silo has it, whose number counts from 0.</summary>
    public async Task<IOpenDetector> OpenAsync(int silo, string model = "people", string region = "") =>
        await Cluster.ServicesOf(silo).GetRequiredService<ICameraDetectors>().For(Street.Definition("x") with { Detector = model, Region = region }, isLive: false)
            .OpenAsync(model, CancellationToken.None);

    /// <summary>Waits until the pool is as it should be.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="meanwhile">Done again and again while it is not.</param>
    public async Task<WorkerPool> UntilAsync(Func<WorkerPool, bool> isSo, Func<Task>? meanwhile = null)
    {
        WorkerPool? last = null;

        // A registry whose silo has just died does not answer at all; on a machine that is busy each answer may take long.
        var patience = TimeSpan.FromSeconds(1);
        await Cluster.UntilAsync(async () =>
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            try
            {
                last = await Registry.GetPoolAsync().WaitAsync(patience);
                return isSo(last);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                patience *= exception is TimeoutException ? 2 : 1;
                return false;
            }
        }, () => last is null ? "the registry never answered" : string.Join("; ", last.Workers));
        return last!;
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private sealed class Facts(IClusterMembershipService membership, string gateway, string region) : ISiloFacts
    {
        public SiloFact FactOf(SiloAddress silo)
        {
            var name = membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : "";
            return new SiloFact(name) { Roles = name == gateway ? ["gateway"] : ["ingest", "inference"], Region = region };
        }
    }
}
