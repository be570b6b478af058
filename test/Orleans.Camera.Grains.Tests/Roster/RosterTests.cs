using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Roster;

public sealed class RosterTests : IAsyncLifetime
{
    private static readonly string[] _names = ["a", "b", "c", "d", "e", "f"];
    private CameraCluster _cluster = null!;
    private long _hold = 60;

    public async Task InitializeAsync()
    {
        _cluster = await CameraCluster.StartAsync(3);
        foreach (var name in _names.Append("whole"))
        {
            _cluster.Sources[$"{name}.mp4"] = order => new PlayedSource(Street.Pictures, order, name == "whole" ? null : HoldAsync);
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Cameras_spread_over_the_silos_and_move_on_when_silos_stop_or_drain_without_a_difference()
    {
        await _cluster.Roster.AddAsync(Street.Definition("whole"));
        foreach (var name in _names)
        {
            await _cluster.Roster.AddAsync(Street.Definition(name));
        }

        await CountedToAsync(60);
        var statuses = await _cluster.Roster.GetStatusAsync();
        Assert.Equal(3, statuses.Where(status => status.Camera != "whole").Select(status => status.Silo).Distinct().Count());

        await _cluster.Roster.DrainAsync(_cluster.NameOf(2));
        _hold = 120;
        await CountedToAsync(120);
        Assert.DoesNotContain(_cluster.NameOf(2), await OwnersAsync());

        await _cluster.StopAsync(_cluster.NameOf(1));
        _hold = 180;
        await CountedToAsync(180);
        Assert.DoesNotContain(_cluster.NameOf(1), await OwnersAsync());

        _hold = long.MaxValue;
        await _cluster.UntilStoredAsync(() => _names.Append("whole").All(name => _cluster.Store.StateOf(name) is { HasEnded: true }));
        foreach (var name in _names)
        {
            Assert.Equal(Plain("whole"), Plain(name));
        }
    }

    [Fact]
    public async Task A_silo_that_joins_is_given_cameras_of_the_others()
    {
        foreach (var name in _names)
        {
            await _cluster.Roster.AddAsync(Street.Definition(name));
        }

        await CountedToAsync(60);
        await _cluster.AddAsync();

        await _cluster.UntilStoredAsync(() => _names.Any(name => _cluster.Store.StateOf(name)!.Owner.StartsWith("silo-4@", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_silo_that_stops_has_its_cameras_opened_elsewhere_before_it_lets_go()
    {
        foreach (var name in _names)
        {
            await _cluster.Roster.AddAsync(Street.Definition(name));
        }

        await CountedToAsync(60);
        var moving = (await _cluster.Roster.GetStatusAsync()).Where(status => status.Silo == _cluster.NameOf(1)).Select(status => status.Camera).ToList();
        Assert.NotEmpty(moving);
        var opened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in moving)
        {
            _cluster.Sources[$"{name}.mp4"] = order =>
            {
                // It may be opened once more later: Orleans ends healthy grains whose directory entry lay on the silo that went.
                if (_cluster.Store.StateOf(name)!.Owner.StartsWith(_cluster.NameOf(1) + "@", StringComparison.Ordinal))
                {
                    lock (opened)
                    {
                        opened.Add(name);
                    }
                }

                return new PlayedSource(Street.Pictures, order, HoldAsync);
            };
        }

        await _cluster.StopAsync(_cluster.NameOf(1));
        Assert.DoesNotContain(_cluster.NameOf(1), await OwnersAsync());
        _hold = 120;
        await CountedToAsync(120);

        Assert.Equal(moving.Order(), opened.Order());
    }

    [Fact]
    public async Task A_silo_that_nobody_knows_cannot_be_drained_nor_can_all_of_them()
    {
        Assert.Contains("silo-1", (await Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.DrainAsync("nobody"))).Message, StringComparison.Ordinal);
        Assert.Contains("(did you mean 'silo-1'?)", (await Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.DrainAsync("sil-1"))).Message, StringComparison.Ordinal);
        await _cluster.Roster.DrainAsync(_cluster.NameOf(1));
        await _cluster.Roster.DrainAsync(_cluster.NameOf(2));
        await Assert.ThrowsAsync<CameraException>(() => _cluster.Roster.DrainAsync(_cluster.NameOf(0)));
        await _cluster.Roster.UndrainAsync(_cluster.NameOf(1));
        Assert.Equal([_cluster.NameOf(2)], await _cluster.Roster.GetDrainedAsync());
    }

    /// <summary>A recording goes on only up to the picture that the test allows.</summary>
    private async ValueTask HoldAsync(long number, CancellationToken stop)
    {
        while (number > Interlocked.Read(ref _hold))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, stop);
        }
    }

    private Task CountedToAsync(long frame) =>
        _cluster.UntilStoredAsync(() => _names.All(name => _cluster.Store.StateOf(name) is { } state && state.Frame > frame - 10));

    private async Task<IEnumerable<string>> OwnersAsync() =>
        (await _cluster.Roster.GetStatusAsync()).Where(status => status.Camera != "whole").Select(status => status.Silo);

    private IEnumerable<CameraEvent> Plain(string camera) => _cluster.Store.EventsOf(camera).Select(stored => stored with { Epoch = 0 });
}
