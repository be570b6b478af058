using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Testing.Cameras;
using Orleans.Configuration;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>
/// A silo that reads and several that detect, in this process, with everything as it is but for models: those take as long as
/// is said, and no processor.
/// </summary>
internal sealed class ScriptedCluster(TimeProvider time) : IAsyncDisposable
{
    public const string Model = "scripted";
    private const string Reader = "reader";
    private readonly string _id = $"bench-{Guid.NewGuid():N}";
    private readonly List<IHost> _hosts = [];
    private readonly MemoryCheckpointStore _store = new(time);
    private readonly MemoryGrainStateStore _states = new();
    private IPEndPoint? _primary;

    /// <param name="worth">How long each worker takes for a picture.</param>
    public async Task<IReadOnlyList<ScriptedModels>> StartAsync(IReadOnlyList<TimeSpan> worth, CancellationToken cancellationToken)
    {
        await AddAsync(Reader, new ScriptedModels(null, time), cancellationToken);
        var models = worth.Select(one => new ScriptedModels(one, time)).ToList();
        for (var index = 0; index < models.Count; index++)
        {
            await AddAsync($"worker-{index + 1}", models[index], cancellationToken);
        }

        return models;
    }

    /// <summary>What a camera gets.</summary>
    public async Task<IOpenDetector> OpenAsync(string camera, CancellationToken cancellationToken) =>
        await _hosts[0].Services.GetRequiredService<ICameraDetectors>()
            .For(new CameraDefinition { Name = camera, Source = "none" }, isLive: false)
            .OpenAsync(Model, cancellationToken);

    /// <summary>How many workers pictures can go to.</summary>
    public int Ready => _hosts[0].Services.GetRequiredService<WorkerHub>().Board.Workers.Count(worker => worker.State is "ready" or "busy");

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private async Task AddAsync(string name, ScriptedModels models, CancellationToken cancellationToken)
    {
        var ports = FreePort.Some(2);
        _primary ??= new IPEndPoint(IPAddress.Loopback, ports[0]);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports[0], ports[1], _primary, "bench", _id);
            silo.Configure<SiloOptions>(options => options.SiloName = name);
            silo.Services.AddSingleton<ICheckpointStore>(_store);
            silo.Services.AddSingleton<IDefinitionStore>(_store);
            silo.Services.AddSingleton<IGrainStateStore>(_states);
            silo.Services.AddSingleton<IFrameSources>(new PlayedSources());
            silo.Services.AddSingleton<IPictureEncoder>(new PlayedPictureEncoder());
            silo.Services.AddSingleton<IDetectors>(models);
            silo.Services.AddSingleton<ISiloFacts, RoleFacts>();
            silo.AddMemoryStreams(CameraStreams.Provider);
            silo.AddCameraGrainStorage();
            silo.UseInMemoryReminderService();
            silo.AddCameraWorkers(new WorkerOptions());
            silo.AddCameraGrains(seed: 1 + _hosts.Count);
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        _hosts.Add(host);
    }

    private sealed class RoleFacts(IClusterMembershipService membership) : ISiloFacts
    {
        public SiloFact FactOf(SiloAddress silo)
        {
            var name = membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : "";
            return new SiloFact(name) { Roles = [name == Reader ? "ingest" : "inference"] };
        }
    }
}
