using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Placement.Cameras;
using Orleans.Placement;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>One camera. Commands only say what is wanted; its life does it, one thing after the other.</summary>
[GrainType("camera"), KeepAlive, Immovable, CameraPlacement]
internal sealed partial class CameraGrain : Grain, ICameraGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private const int MostEvents = 1_000;

    private readonly CameraServices _services;
    private readonly CameraBerths _berths;
    private readonly PipelineWatch _watch;
    private readonly ILogger _log;
    private readonly string _name;
    private readonly CameraAudience _audience;
    private readonly Everyone _everyone;
    private readonly ICutSpool _spool;
    private readonly CheckpointWriter _writer;
    private readonly Announcer _announcer;
    private readonly CameraAlerts _alerts;

    public CameraGrain(CameraServices services, CameraBerths berths, PipelineWatch watch)
    {
        (_services, _berths, _watch) = (services, berths, watch);
        _name = this.GetPrimaryKeyString();
        _log = services.Loggers.CreateLogger<CameraGrain>();
        _audience = new CameraAudience(this, services.Time, _log);
        _everyone = new Everyone([.. services.Audiences, _audience]);
        _spool = services.Spools.Open(_name);
        _writer = new CheckpointWriter(_name, SiloName.OwnerOf(services.Silo), services.Checkpoints, services.Time, NewRandom(), _spool)
        {
            TroubleChanged = Refresh,
        };
        _announcer = new Announcer(_name, _writer, services.Checkpoints, _everyone, services.Time, NewRandom());
        _alerts = NewAlerts();
        _backoff = new(FirstRestart, LongestRestart, NewRandom());
        _status = (CameraState.Starting, "", services.Time.GetUtcNow());
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _life = LiveAsync();
        return Task.CompletedTask;
    }

    /// <summary>Writes what is there, if the store answers in time: nothing is lost where it does not.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var isUnwanted = !_isLeaving && reason.ReasonCode is not (DeactivationReasonCode.ShuttingDown or DeactivationReasonCode.Migrating);
        if (!_isFenced)
        {
            _isLeaving = true;
            await TryRestAsync(LastWords);
        }

        _run?.Leave();
        _run?.Abandon();
        await _ending.CancelAsync();
        await _life;
        _spool.Dispose();
        _ending.Dispose();
        if (isUnwanted && !_isFenced)
        {
            // Whatever ended it, such as a directory entry that died with another silo, the next one need not wait to be missed.
            GrainFactory.GetGrain<ICameraGrain>(_name).EnsureAsync().Ignore();
        }
    }

    public async Task ConfigureAsync(CameraDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        await ReadyAsync();
        var wanted = _definition is { } known && definition.Source == _services.Sources.Show(known.Source)
            ? definition with { Source = known.Source } // What we answer has no password: whoever sends it back means the old one.
            : definition;
        Check(wanted);
        await StoreAsync(wanted);
    }

    public async Task<CameraDefinition?> GetDefinitionAsync()
    {
        await ReadyAsync();
        return _definition is { } known ? known with { Source = _services.Sources.Show(known.Source) } : null;
    }

    public Task EnsureAsync()
    {
        if (_isFenced || _isLeaving)
        {
            DeactivateOnIdle();
            throw Refusal("it is just leaving this silo. Try again.");
        }

        _mustReload |= _run is null;
        _signal.Set();
        return Task.CompletedTask;
    }

    public Task StartAsync() => SetEnabledAsync(isEnabled: true);

    public async Task StopAsync()
    {
        await SetEnabledAsync(isEnabled: false);
        await TryRestAsync(Patience);
    }

    public async Task DrainAsync()
    {
        _isLeaving = true;
        await TryRestAsync(Patience);

        // To where the caller's hint says: an end alone would let whoever still knows this place begin the camera here again.
        MigrateOnIdle();
    }

    public Task<CameraStatus> GetStatusAsync()
    {
        Refresh();
        return Task.FromResult(Status());
    }

    public async Task<CameraCounts> GetCountsAsync()
    {
        await ReadyAsync();
        return Records.Of(_name, _writer.Current);
    }

    public async Task<IReadOnlyList<CountEvent>> GetEventsAsync(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostEvents);
        var stored = await AskStoreAsync(() => _services.Checkpoints.ReadEventsAsync(_name, after, limit, _ending.Token));
        return stored.Select(happened => Records.Of(_name, happened)).ToArray();
    }

    public async Task<byte[]?> GetSnapshotAsync()
    {
        using var picture = _run?.Latest();
        try
        {
            return picture is null ? null : await _services.Pictures.EncodeJpegAsync(picture, _ending.Token);
        }
        catch (IOException exception)
        {
#pragma warning disable MA0054 // With one inside it whose type does not travel neither would.
            throw new CameraException($"No JPEG could be made of camera {_name}'s picture: {exception.Message}");
#pragma warning restore MA0054
        }
    }

    public Task<CameraCounts> SubscribeAsync(ICameraObserver observer)
    {
        _audience.Add(observer, _alerts.Raised);
        return GetCountsAsync();
    }

    public Task UnsubscribeAsync(ICameraObserver observer)
    {
        _audience.Remove(observer);
        return Task.CompletedTask;
    }

    private Random NewRandom() => new(_services.Seeds.Next());

    private async Task ReadyAsync()
    {
        try
        {
            await _ready.Task.WaitAsync(Patience, _services.Time);
        }
        catch (TimeoutException)
        {
            throw Away(_writer.Trouble ?? "it has not answered yet");
        }
    }

    private async Task<T> AskStoreAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StoreUnavailableException exception)
        {
            throw Away(exception.Message);
        }
    }

    private CameraException Away(string reason) => Refusal($"the store is away: {reason}. Try again.");
}
