using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Cameras;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Camera.Grains.Workers;

/// <summary>
/// Plans which worker runs where and has it so. Everything it knows it was told by the silos: one that takes over waits until
/// each of them has spoken, and takes their workers as they are.
/// </summary>
[GrainType("worker-registry"), PreferLocalPlacement, KeepAlive, Reentrant]
internal sealed partial class WorkerRegistryGrain(
    IClusterMembershipService membership, AlertOptions watched, WorkerOptions options, TimeProvider time, ILogger<WorkerRegistryGrain> log)
    : Grain, IWorkerRegistryGrain, IWorkerSyncGrain
{
    /// <summary>A silo that is silent for longer is no place for workers, whatever the membership says.</summary>
    private static readonly TimeSpan OfferHolds = WorkerLedger.FailedAfter;

    /// <summary>After this it does not wait for a silo that has not spoken yet.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    /// <summary>A model that no camera has needed for so long is unloaded.</summary>
    private static readonly TimeSpan WantHolds = TimeSpan.FromSeconds(30);

    /// <summary>Where a model could not be loaded it is not tried again for this long.</summary>
    private static readonly TimeSpan FaultHolds = TimeSpan.FromSeconds(30);

    /// <summary>And where its silo was not reached, for this long.</summary>
    private static readonly TimeSpan WayHolds = TimeSpan.FromSeconds(2);

    /// <summary>A worker that failed is shown for this long.</summary>
    private static readonly TimeSpan FailedShown = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = log;
    private readonly WorkerLedger _ledger = new();
    private readonly Dictionary<string, (SiloOffer Offer, DateTimeOffset At)> _offers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkerBeat> _beats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Device, string Model), (string Reason, DateTimeOffset Until)> _faults = [];
    private readonly Dictionary<(string Owner, string Device, string Model), double> _paces = [];
    private readonly Dictionary<string, string> _meant = new(StringComparer.Ordinal);

    /// <summary>Since when each silo that lives was seen.</summary>
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly SilenceRule _silence = new();
    private PoolAlerts? _alertsOrNull;
    private SlotPlan _plan = SlotPlan.Empty;
    private long _version;

    /// <summary>Whether every silo has spoken, or has had the time to.</summary>
    private bool _isSettled;

    private PoolAlerts Alerts => _alertsOrNull ??= new PoolAlerts(
        watched.Rules,
        alert => Observers.Notify(observer => observer.OnAlertAsync(alert)).Ignore(),
        alert => AlertStream.PublishAsync(() => this.GetStreamProvider(CameraStreams.Provider), alert, time),
        log);

    public Task<WorkerBoard> SyncAsync(SiloOffer offer)
    {
        var now = time.GetUtcNow();
        _version++;
        _offers[offer.Owner] = (offer, now);
        foreach (var model in offer.Wanted)
        {
            _wanted[model] = now;
        }

        _silence.Hear(now);
        Hear(offer, now);
        Look(now);
        return Task.FromResult(Board());
    }

    private void Hear(SiloOffer offer, DateTimeOffset now)
    {
        var silo = SiloName.NameOf(offer.Owner);
        ForgetDrained(offer, silo);
        FailGone(offer, silo, now);
        foreach (var id in offer.Known)
        {
            TakeNumber(InferenceGrain.ModelOf(id), NumberOf(id));
        }

        foreach (var beat in offer.Workers)
        {
            Hear(beat, offer.Owner, silo, now);
        }
    }

    private void Hear(WorkerBeat beat, string owner, string silo, DateTimeOffset now)
    {
        _beats[beat.Id] = beat;
        _paces[(owner, beat.Device, InferenceGrain.ModelOf(beat.Id))] = beat.PicturesPerSecond;
        if (_ledger.Find(beat.Id) is null)
        {
            // It ran before this registry did.
            _ledger.Register(beat.Id, silo, now);
            Adopt(beat, owner);
        }

        if (beat.Ability is not null && _ledger.Find(beat.Id)!.State == WorkerState.Starting)
        {
            _ledger.Move(beat.Id, WorkerState.Ready, now);
            LogReady(beat.Id, silo);
        }

        if (beat.Process is { IsGivenUp: true } process && WorkerLife.TakesPictures(_ledger.Find(beat.Id)!.State))
        {
            GiveUp(beat, process, owner, silo, now);
        }

        var report = new WorkerReport
        {
            Answered = beat.Answered, Failed = beat.Failed, CpuTime = beat.CpuTime, InFlight = beat.InFlight, QueueLength = beat.QueueLength,
            LatencyP50 = beat.LatencyP50, LatencyP95 = beat.LatencyP95, LatencyP99 = beat.LatencyP99,
        };
        if (!_ledger.Heartbeat(beat.Id, silo, report, now) && _plan.Find(beat.Id) is null)
        {
            // It was given up while its silo was silent, and another took its place.
            Drain(beat.Id);
        }
        else if (beat.IsOrphan && _plan.Find(beat.Id) is { } place)
        {
            StartAsync(place, Alive()).Ignore();
        }
    }

    /// <summary>A model that kills its process again and again would do so anywhere: it is left alone for as long as that is shown.</summary>
    private void GiveUp(WorkerBeat beat, WorkerProcess process, string owner, string silo, DateTimeOffset now)
    {
        var reason = $"its process died again and again and is left alone for {FailedShown.TotalSeconds:0} s: {process.Trouble}. Check the model and its sha256, or take another one";
        _faults[(owner, beat.Device, InferenceGrain.ModelOf(beat.Id))] = (reason, now + FailedShown);
        Fail(beat.Id, silo, now, reason);
    }

    /// <summary>A worker that its own silo does not know is no more.</summary>
    private void FailGone(SiloOffer offer, string silo, DateTimeOffset now)
    {
        foreach (var worker in _ledger.Workers
            .Where(worker => worker.Silo == silo && WorkerLife.TakesPictures(worker.State) && offer.Workers.All(beat => beat.Id != worker.Id)).ToArray())
        {
            Fail(worker.Id, silo, now, "its silo does not have it any more");
        }
    }

    private void Fail(string id, string silo, DateTimeOffset now, string reason)
    {
        _ledger.Move(id, WorkerState.Failed, now, reason);
        LogFailed(id, silo, reason);
    }

    /// <summary>Those that were drained and are gone.</summary>
    private void ForgetDrained(SiloOffer offer, string silo)
    {
        foreach (var worker in _ledger.Workers
            .Where(worker => worker.Silo == silo && worker.State == WorkerState.Draining && offer.Workers.All(beat => beat.Id != worker.Id)).ToArray())
        {
            _ledger.Forget(worker.Id);
            _beats.Remove(worker.Id);
        }
    }

    private void Adopt(WorkerBeat beat, string owner)
    {
        var model = InferenceGrain.ModelOf(beat.Id);
        TakeNumber(model, NumberOf(beat.Id));
        _plan = _plan with
        {
            Version = _plan.Version + 1,
            Places = _plan.Places.Add(new SlotPlace(model, NumberOf(beat.Id), SiloName.NameOf(owner), beat.Device) { Life = LifeOf(owner) }),
        };
        _wanted.TryAdd(model, time.GetUtcNow());
    }

    /// <summary>A number is never given twice.</summary>
    private void TakeNumber(string model, int number) =>
        _plan = _plan with { Next = _plan.Next.SetItem(model, Math.Max(_plan.Next.GetValueOrDefault(model), number + 1)) };

    private static int NumberOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture);

    private void Look(DateTimeOffset now)
    {
        var alive = Alive();
        foreach (var owner in _seen.Keys.Where(owner => !alive.ContainsKey(owner)).ToArray())
        {
            _seen.Remove(owner);
        }

        foreach (var owner in alive.Keys)
        {
            _seen.TryAdd(owner, now);
        }

        var mayJudge = _silence.MayJudge(now);
        foreach (var owner in _offers.Where(known => !alive.ContainsKey(known.Key) || (mayJudge && now - known.Value.At >= OfferHolds)).Select(known => known.Key).ToArray())
        {
            _offers.Remove(owner);
            FailAll(SiloName.NameOf(owner), now, alive.ContainsKey(owner) ? "its silo is silent" : "its silo is no more");
        }

        foreach (var failed in mayJudge ? _ledger.FailSilent(now) : [])
        {
            LogFailed(failed.Id, failed.Silo, failed.Reason!);
        }

        Alerts.Look(
            Offers.Select(offer => offer.Load).OfType<SiloLoad>(),
            _ledger.Workers.Select(worker => (worker, _beats.GetValueOrDefault(worker.Id)?.Process)),
            [.. _wanted.Keys.Select(model => (model, DifferenceOf(model) ?? "")).Where(one => one.Item2.Length > 0)],
            now);
        Forget(now);
        _isSettled |= !alive.Keys.Any(IsAwaited);
        if (_isSettled)
        {
            Plan(alive, now);
        }
    }

    private void FailAll(string silo, DateTimeOffset now, string reason)
    {
        foreach (var worker in _ledger.Workers.Where(worker => worker.Silo == silo && worker.State != WorkerState.Failed).ToArray())
        {
            Fail(worker.Id, silo, now, reason);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var model in _wanted.Where(wish => now - wish.Value >= WantHolds).Select(wish => wish.Key).ToArray())
        {
            _wanted.Remove(model);
        }

        foreach (var fault in _faults.Where(fault => now >= fault.Value.Until).Select(fault => fault.Key).ToArray())
        {
            _faults.Remove(fault);
        }

        foreach (var worker in _ledger.Workers.Where(worker => worker.State == WorkerState.Failed && now - worker.Since >= FailedShown).ToArray())
        {
            _ledger.Forget(worker.Id);
            _beats.Remove(worker.Id);
        }
    }

    private WorkerBoard Board() => new(
        _version,
        [
            .. _ledger.Workers.Select(worker => new WorkerFact(
                worker.Id, worker.Silo, RegionOf(worker.Silo), Word(worker.State), _beats.GetValueOrDefault(worker.Id))),
        ],
        [.. _wanted.Keys],
        _wanted.Keys.Where(HasNone).ToDictionary(model => model, Why, StringComparer.Ordinal))
    {
        Busy = [.. Devices().Where(device => device.Busy is not null).Select(device => new DeviceBusy(device.Silo, device.Device, device.Busy!.Value))],
    };

    /// <summary>Whether no silo carries a model, after each was asked.</summary>
    private bool HasNone(string model) =>
        _isSettled && !_seen.Keys.Any(IsAwaited) && _plan.Places.All(place => place.Model != model && place.MakesRoomFor != model) && IsKnown(model);

    private bool IsAwaited(string owner) => !_offers.ContainsKey(owner) && time.GetUtcNow() - _seen[owner] < Settling;

    private IEnumerable<SiloOffer> Offers => _offers.Values.Select(known => known.Offer);

    private static ModelOffer? OfferOf(SiloOffer offer, string model) => Array.Find(offer.Models, known => known.Model == model);

    private string RegionOf(string silo) => Offers.FirstOrDefault(offer => SiloName.NameOf(offer.Owner) == silo)?.Region ?? "";

    [LoggerMessage(3510, LogLevel.Information, "Worker {Worker} is ready on {Silo}")]
    private partial void LogReady(string worker, string silo);

    [LoggerMessage(3511, LogLevel.Warning, "Worker {Worker} on {Silo} has failed: {Reason}")]
    private partial void LogFailed(string worker, string silo, string reason);
}
