using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>A silo in this process, put together as always, and the detectors that its cameras get.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<IServiceProvider> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<bool> _run;

    private BenchSilo(SiloSettings settings, TimeProvider time)
    {
        Address = ClusterAddress.Of(settings);
        _run = Task.Run(() => new SiloRun(settings, time).RunAsync(
            services =>
            {
                _ready.TrySetResult(services);
                return Task.CompletedTask;
            },
            _stop.Token));
    }

    public IServiceProvider Services => _ready.Task.Result;

    /// <summary>Where it is found from outside.</summary>
    public ClusterAddress Address { get; }

    /// <param name="state">Its folder.</param>
    /// <param name="camera">What is said below <c>Camera</c>.</param>
    public static async Task<BenchSilo> StartAsync(string state, JsonObject camera, TimeProvider time, CancellationToken cancellationToken)
    {
        var ports = FreePort.Some(2);
        var usual = new JsonObject
        {
            ["State"] = state,
            ["Endpoints"] = new JsonObject { ["SiloPort"] = ports[0], ["GatewayPort"] = ports[1] },
            ["Log"] = new JsonObject { ["Level"] = "error" },
            ["Sources"] = new JsonObject { ["Private"] = new JsonArray("127.0.0.0/8"), ["Roots"] = new JsonArray("/") },
        };
        var settings = SiloSettings.Read(
            [ConfigurationText.OfCommand("bench", usual), ConfigurationText.OfCommand("bench", camera)], new Dictionary<string, string>());
        var silo = new BenchSilo(settings, time);
        if (await Task.WhenAny(silo._ready.Task, silo._run).WaitAsync(Patience, time, cancellationToken) != silo._ready.Task)
        {
            await silo._run;
            throw new BenchException("a silo ended before it was ready.");
        }

        return silo;
    }

    /// <summary>What a camera of this silo gets that reads a recording.</summary>
    public async Task<IOpenDetector> OpenAsync(string camera, string model, CancellationToken cancellationToken) =>
        await Services.GetRequiredService<ICameraDetectors>()
            .For(new CameraDefinition { Name = camera, Source = "none" }, isLive: false)
            .OpenAsync(model, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}
