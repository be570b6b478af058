using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Roster;

public sealed class DrainTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] _names = ["a", "b", "c", "d", "e", "f"];
    private readonly Gate _gate = new();
    private CameraCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await CameraCluster.StartAsync(3, silo => silo.Services.AddSingleton<IIncomingGrainCallFilter>(services => new Watcher(_gate, services)));
        foreach (var name in _names)
        {
            _cluster.Sources[$"{name}.mp4"] = order => new PlayedSource(Street.Pictures, order, static (number, stop) => new ValueTask(
                number > 20 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop) : Task.CompletedTask));
            await _cluster.Roster.AddAsync(Street.Definition(name));
        }

        await _cluster.UntilStoredAsync(() => _names.All(name => _cluster.Store.StateOf(name) is { Frame: > 0 }));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _gate.Open.TrySetResult();

    [Fact]
    public async Task A_drain_goes_on_where_the_rosters_silo_dies_in_the_middle_of_it()
    {
        var (drained, client) = Others();
        _gate.IsShut = true;
        var drain = _cluster.RosterFrom(client).DrainAsync(drained);
        await _gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEmpty(OwnedBy(drained));

        await _cluster.KillAsync(_gate.Roster!);
        _gate.IsShut = false;
        _gate.Open.TrySetResult();

        await _cluster.UntilStoredAsync(() => OwnedBy(drained).Length == 0);
        Assert.Equal([drained], await _cluster.RosterFrom(client).GetDrainedAsync());
        Assert.Single(await StoredDrainsAsync());
        await drain.ContinueWith(static broken => _ = broken.Exception, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_drain_ends_with_its_silo()
    {
        var (drained, client) = Others();
        await _cluster.RosterFrom(client).DrainAsync(drained);
        Assert.Empty(OwnedBy(drained));
        Assert.Single(await StoredDrainsAsync());

        await _cluster.StopAsync(drained);

        await _cluster.UntilAsync(async () => (await StoredDrainsAsync()).Count == 0);
    }

    /// <summary>A silo that has no roster, and how it is reached; on real Orleans the first silo has the list of members, so it is neither.</summary>
    private (string Drained, int Client) Others()
    {
        var index = _cluster.NameOf(1) == _gate.Roster ? 2 : 1;
        return (_cluster.NameOf(index), index);
    }

    private string[] OwnedBy(string silo) =>
        [.. _names.Where(name => SiloName.NameOf(_cluster.Store.StateOf(name)!.Owner) == silo)];

    private async Task<IReadOnlyCollection<string>> StoredDrainsAsync()
    {
        var drains = new DrainList(_cluster.States);
        await drains.ReadAsync(default);
        return drains.Owners;
    }

    private sealed class Gate
    {
        public string? Roster { get; set; }

        public bool IsShut { get; set; }

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Sees where the roster is, and holds up cameras that are told to leave; who was held up has not been told.</summary>
    private sealed class Watcher(Gate gate, IServiceProvider services) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is CameraRosterGrain)
            {
                // Asked for only now: the silo itself is built with its filters.
                gate.Roster = services.GetRequiredService<ILocalSiloDetails>().Name;
            }

            if (gate.IsShut && context.Grain is CameraGrain && context.MethodName == nameof(ICameraGrain.DrainAsync))
            {
                gate.Reached.TrySetResult();
                await gate.Open.Task;
                throw new CameraException("This call was lost with whoever made it.");
            }

            await context.Invoke();
        }
    }
}
