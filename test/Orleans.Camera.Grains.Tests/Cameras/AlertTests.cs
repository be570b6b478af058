using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Cameras;
using Orleans.Streams;

namespace Orleans.Camera.Grains.Tests.Cameras;

/// <summary>What an operator is told: once when it begins, once when it is over, whoever owns the camera.</summary>
public sealed class AlertTests : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1.5);
    private readonly Ear _observer = new();
    private readonly Ear _stream = new();
    private ICameraObserver? _reference;
    private CameraCluster _cluster = null!;

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_camera_that_is_dark_is_told_once_and_its_end_once_also_by_another_owner()
    {
        await StartAsync(_limit);
        await AddAsync("dark", "live-dark");
        var raised = await NextAsync(_stream, "camera-dark", isRaised: true);

        Assert.Equal("camera dark", raised.Where);
        Assert.True(raised.IsCritical);
        Assert.InRange(raised.Time - raised.Since, _limit, TimeSpan.FromSeconds(20));
        Assert.Contains("no such file", raised.Text, StringComparison.Ordinal);
        await NextAsync(_observer, "camera-dark", isRaised: true);

        // Whoever subscribes later is told what is wrong already.
        var late = new Ear();
        var reference = _cluster.Client.CreateObjectReference<ICameraObserver>(late);
        await _cluster.Grain("dark").SubscribeAsync(reference);
        await _cluster.Grain("dark").SubscribeAsync(reference);
        await NextAsync(late, "camera-dark", isRaised: true);

        // Its owner goes, and the next one knows what was told.
        await _cluster.UntilAsync(() => Task.FromResult(_cluster.States.Of("camera").Count == 1));
        await _cluster.Grain("dark").DrainAsync();
        await _cluster.UntilAsync("dark", status => status is { Epoch: 2, State: CameraState.Reconnecting });
        await _cluster.Grain("dark").SubscribeAsync(_reference!);
        _cluster.Sources["live-dark"] = order => new PlayedSource(Street.Pictures, order);

        var over = await NextAsync(_stream, "camera-dark", isRaised: false);
        await NextAsync(_observer, "camera-dark", isRaised: false);
        Assert.Equal((raised.Since, raised.Where), (over.Since, over.Where));
        Assert.Equal([true, false], _stream.Of("camera-dark").Select(alert => alert.IsRaised));
        Assert.Single(late.Heard, alert => alert.IsRaised);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_once_for_each_silo_and_its_end_once()
    {
        await StartAsync(_limit);
        _cluster.Sources["live-door"] = order => new LiveSource(Street.Pictures, order, DateTimeOffset.UnixEpoch);
        await AddAsync("door", "live-door");
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("door") is not null);
        Assert.Empty(_stream.Heard);

        _cluster.Store.IsAway = true;
        var raised = await NextAsync(_observer, "store-away", isRaised: true);
        Assert.Contains("the test said so", raised.Text, StringComparison.Ordinal);
        Assert.InRange(raised.Time - raised.Since, _limit, TimeSpan.FromSeconds(20));
        await _cluster.UntilAsync(() => Task.FromResult(_stream.Of("store-away").Count() == 2));

        _cluster.Store.IsAway = false;
        await NextAsync(_observer, "store-away", isRaised: false);
        await _cluster.UntilAsync(() => Task.FromResult(_stream.Of("store-away").Count() == 4));
        var silos = _stream.Of("store-away").GroupBy(alert => alert.Where).ToList();
        Assert.Equal([$"silo {_cluster.NameOf(0)}", $"silo {_cluster.NameOf(1)}"], silos.Select(silo => silo.Key).Order(StringComparer.Ordinal));
        Assert.All(silos, silo => Assert.Equal([true, false], silo.Select(alert => alert.IsRaised)));
        Assert.DoesNotContain(_stream.Heard, alert => alert.Rule == "camera-degraded");
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_moment_and_a_camera_that_begins_are_no_alerts()
    {
        await StartAsync(TimeSpan.FromMinutes(1));
        _cluster.Sources["live-door"] = order => new LiveSource(Street.Pictures, order, DateTimeOffset.UnixEpoch);
        await AddAsync("door", "live-door");
        await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf("door") is not null);
        _cluster.Store.IsAway = true;
        await _cluster.UntilAsync("door", status => status.State == CameraState.Starting || status.Reason.Contains("store", StringComparison.Ordinal));
        _cluster.Store.IsAway = false;
        await AddAsync("broken", "no-such.mp4");

        // Faults are told at once: what was to be told before has been told by then.
        Assert.Equal("camera broken", (await NextAsync(_stream, "camera-faulted", isRaised: true)).Where);
        Assert.All(_stream.Heard, alert => Assert.Equal("camera-faulted", alert.Rule));
        await _cluster.Roster.RemoveAsync("broken");
        await NextAsync(_stream, "camera-faulted", isRaised: false);
    }

    private async Task StartAsync(TimeSpan limit)
    {
        _cluster = await CameraCluster.StartAsync(2, silo => silo.Services.AddSingleton(new AlertOptions { CameraDark = limit, StoreAway = limit }));
        var client = _cluster.Services.GetRequiredService<IClusterClient>();
        var alerts = client.GetStreamProvider(CameraStreams.Provider).GetStream<AlertRecord>(StreamId.Create(CameraStreams.Alerts, "default"));
        await alerts.SubscribeAsync(_stream);
    }

    private async Task AddAsync(string name, string source)
    {
        await _cluster.Roster.AddAsync(Street.Definition(name, source));
        _reference ??= _cluster.Client.CreateObjectReference<ICameraObserver>(_observer);
        await _cluster.Grain(name).SubscribeAsync(_reference);
    }

    private async Task<AlertRecord> NextAsync(Ear ear, string rule, bool isRaised)
    {
        AlertRecord? found = null;
        await _cluster.UntilAsync(() => Task.FromResult((found = ear.Of(rule).FirstOrDefault(alert => alert.IsRaised == isRaised)) is not null));
        return found!;
    }

    /// <summary>Keeps every alert that it hears.</summary>
    private sealed class Ear : ICameraObserver, IAsyncObserver<AlertRecord>
    {
        private readonly Lock _lock = new();
        private readonly List<AlertRecord> _heard = [];

        public IReadOnlyList<AlertRecord> Heard
        {
            get
            {
                lock (_lock)
                {
                    return [.. _heard];
                }
            }
        }

        public IEnumerable<AlertRecord> Of(string rule) => Heard.Where(alert => alert.Rule == rule);

        public Task OnAlertAsync(AlertRecord alert)
        {
            lock (_lock)
            {
                _heard.Add(alert);
            }

            return Task.CompletedTask;
        }

        public Task OnNextAsync(AlertRecord item, StreamSequenceToken? token = null) => OnAlertAsync(item);

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

        public Task OnEventsAsync(IReadOnlyList<CountEvent> events) => Task.CompletedTask;

        public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;
    }
}
