using System.Collections;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Silo.Tests.Security;

/// <summary>A silo from a configuration, and a client that comes in through its gateway with any token.</summary>
public sealed class GuardedSilo : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private string? _token;
    private IHost _client = null!;
    private Task _run = Task.CompletedTask;

    public ClusterTokens Tokens { get; private set; } = null!;

    public IClusterClient Client { get; private set; } = null!;

    public ICameraObserver Observer { get; private set; } = null!;

    public IAlertObserver AlertObserver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        int[] ports = [FreePort.Take(), FreePort.Take()];
        var settings = SiloSettings.Read([], new Hashtable(), ConfigurationText.OfCommand("test", new JsonObject
        {
            ["State"] = _folder["state"],
            ["Endpoints"] = new JsonObject { ["SiloPort"] = ports[0], ["GatewayPort"] = ports[1] },
            ["Log"] = new JsonObject { ["Level"] = "error" },
        }));
        var ready = new TaskCompletionSource();
        _run = new SiloRun(settings, TimeProvider.System).RunAsync(_ => { ready.SetResult(); return Task.CompletedTask; }, _stop.Token);
        await await Task.WhenAny(ready.Task, _run);
        Tokens = ClusterTokens.Of(settings, TimeProvider.System, mayCreate: false);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(new Shower(this));
        builder.UseOrleansClient(client => client.UseLocalhostClustering(ports[1], settings.ServiceId, settings.ClusterId));
        _client = builder.Build();
        await _client.StartAsync();
        Client = _client.Services.GetRequiredService<IClusterClient>();
        Observer = Client.CreateObjectReference<ICameraObserver>(_silent);
        AlertObserver = Client.CreateObjectReference<IAlertObserver>(_deaf);
    }

    public async Task DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Shows a token with every call from now on; null for none.</summary>
    public void Show(string? token) => _token = token;

    private readonly Silent _silent = new();
    private readonly Deaf _deaf = new();

    /// <summary>A client that shows anything, as a client can that is none of ours.</summary>
    private sealed class Shower(GuardedSilo silo) : IOutgoingGrainCallFilter
    {
        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            RequestContext.Clear();
            if (silo._token is { } token)
            {
                RequestContext.Set(CallerToken.ContextKey, token);
            }

            await context.Invoke();
        }
    }

    private sealed class Deaf : IAlertObserver
    {
        public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;
    }

    private sealed class Silent : ICameraObserver
    {
        public Task OnEventsAsync(IReadOnlyList<CountEvent> events) => Task.CompletedTask;

        public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

        public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;
    }
}
