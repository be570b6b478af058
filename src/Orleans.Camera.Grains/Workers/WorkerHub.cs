using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Workers;

namespace Orleans.Camera.Grains.Workers;

/// <summary>
/// The workers as this silo sees them: those that run here, and what the registry last said of all. Asks it every second, and
/// at once when the membership or what is wanted changes; while it does not answer, what it last said holds. Thread safe.
/// </summary>
internal sealed partial class WorkerHub(
    IDetectors detectors, IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails silo, ISiloFacts facts,
    WorkerOptions options, TimeProvider time, ILogger<WorkerHub> log, PipelineWatch cameras, ISiloLoadSource? load = null,
    IPictureWork? pictures = null) : BackgroundService, ISlotBoard
{
    public const string InferenceRole = "inference";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Within this time the registry has the grain of a worker begin again, or does not want it.</summary>
    private static readonly TimeSpan OrphanHolds = TimeSpan.FromSeconds(15);

    /// <summary>A large model on a small processor takes its time; and what a worker did well seconds ago does not speak for it.</summary>
    private static readonly QuarantineOptions Breaker = new() { SlowCall = TimeSpan.FromSeconds(30), Window = TimeSpan.FromSeconds(2), LeastCalls = 3 };

    /// <summary>A worker with no more than two pictures waits for the second while it looks at the first.</summary>
    private const int FewestInFlight = 2;
    private const int MostInFlight = 16;

    private readonly ILogger _log = log;
    private readonly ConcurrentDictionary<string, LocalWorker> _here = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _loading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _orphans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ByteBudget> _budgets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkInFlight> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string Region), int> _wanted = [];
    private readonly SemaphoreSlim _signal = new(0);
    private TaskCompletionSource<WorkerBoard> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerBoard _board = WorkerBoard.Empty;
    private volatile WorkerSnapshot _snapshot = WorkerSnapshot.Empty;
    private SilentWorkers? _silent;
    private volatile bool _isStopping;
    private bool _isAway;

    public string Silo => silo.Name;

    public TimeProvider Time => time;

    public WorkerOptions Options => options;

    public IWorkerQuarantine Quarantine { get; } = new WorkerQuarantine(Breaker, time);

    /// <summary>Workers of other silos that owe an answer.</summary>
    public SilentWorkers Silent => _silent ?? Interlocked.CompareExchange(ref _silent, new SilentWorkers(grains, time, IsThere, Look), null) ?? _silent;

    /// <summary>What may be on its way to one other silo: a frozen one holds up nothing that goes elsewhere.</summary>
    public ByteBudget BudgetOf(string other) => _budgets.GetOrAdd(other, static (_, options) => new ByteBudget(options.BytesInFlight, options.MostWaiting), options);

    public IGrainFactory Grains => grains;

    /// <summary>For one camera.</summary>
    public IPictureFitter? NewFitter() => detectors.NewFitter();

    public WorkerSnapshot Snapshot => _snapshot;

    public WorkerBoard Board => _board;

    public IReadOnlyList<SlotFact> Slots =>
    [
        .. _board.Workers.Where(worker => worker.State is "starting" or "ready" or "busy")
            .Select(worker => new SlotFact(worker.Id, worker.Silo, worker.Beat?.Device ?? "", worker.Beat?.PicturesPerSecond ?? 0)),
    ];

    /// <summary>The next that the registry says.</summary>
    public Task<WorkerBoard> NextBoardAsync() => Volatile.Read(ref _next).Task;

    /// <summary>Begins a worker here.</summary>
    public async Task<LocalWorker> StartAsync(string id, string device)
    {
        if (_here.TryGetValue(id, out var known))
        {
            _orphans.TryRemove(id, out _);
            return known;
        }

        _loading[id] = 0;
        try
        {
            return _here[id] = await LocalWorker.StartAsync(id, device, detectors, options.Lanes, time).ConfigureAwait(false);
        }
        finally
        {
            _loading.TryRemove(id, out _);
            _signal.Release();
        }
    }

    /// <summary>
    /// The grain of a worker is no more. Where nobody meant that, as when the silo died that kept the grain's place, its model stays
    /// loaded for a while: the registry has the grain begin again, and it goes on at once.
    /// </summary>
    public async Task EndAsync(string id, bool isMeant)
    {
        if (!isMeant && !_isStopping && _here.ContainsKey(id))
        {
            _orphans[id] = time.GetTimestamp();
            _signal.Release();
            return;
        }

        _orphans.TryRemove(id, out _);
        if (_here.TryRemove(id, out var worker))
        {
            await worker.DisposeAsync();
        }
    }

    /// <summary>A worker of this silo; null where it is none.</summary>
    public LocalWorker? Here(string id) => _here.GetValueOrDefault(id);

    public double? BusyOf(string silo, string device) => Array.Find(_board.Busy, known => known.Silo == silo && known.Device == device)?.Share;

    /// <summary>A camera of this silo needs a model, until it is told otherwise as often.</summary>
    /// <param name="region">Where it stands; empty where nobody says.</param>
    public void Want(string model, string region, int change)
    {
        lock (_wanted)
        {
            if ((_wanted[(model, region)] = _wanted.GetValueOrDefault((model, region)) + change) <= 0)
            {
                _wanted.Remove((model, region));
            }
        }

        _signal.Release();
    }

    /// <summary>How long a live picture may take.</summary>
    public TimeSpan DeadlineOf(string model) => RetryRule.DeadlineFor(options.Deadline, _snapshot.Of(model));

    /// <summary>Sees anew who is quarantined.</summary>
    public void Look() => _snapshot = SnapshotOf(_board);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SyncAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stop)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(stop))
        {
            _signal.Release();
        }
    }

    private async Task SyncAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var board = await grains.GetGrain<IWorkerSyncGrain>(0).SyncAsync(await Task.Run(Offer, stop)).WaitAsync(Patience, time, stop);
                Take(board);
                _isAway = false;
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                if (!_isAway)
                {
                    LogAway(exception.Message);
                }

                _isAway = true;
            }

            foreach (var orphan in _orphans.Where(orphan => time.GetElapsedTime(orphan.Value) >= OrphanHolds).Select(orphan => orphan.Key).ToArray())
            {
                await EndAsync(orphan, isMeant: true);
            }

            await WaitAsync(stop);
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(WorkerLedger.HeartbeatEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await _signal.WaitAsync(either.Token);
            while (_signal.Wait(0, CancellationToken.None))
            {
                // One look is enough for all.
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time for a heartbeat.
        }
    }

    private void Take(WorkerBoard board)
    {
        _board = board;
        _snapshot = SnapshotOf(board);
        var known = board.Workers.Select(worker => worker.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _own.Keys.Where(id => !known.Contains(id)))
        {
            _own.TryRemove(gone, out _);
            Quarantine.Forget(gone);
        }

        foreach (var gone in _budgets.Keys.Except(board.Workers.Select(worker => worker.Silo)))
        {
            _budgets.TryRemove(gone, out _);
        }

        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(board);
    }

    private bool IsThere(string worker) => Array.Exists(_board.Workers, known => known.Id == worker && known.State is "ready" or "busy");

    private SiloOffer Offer()
    {
        var fact = facts.FactOf(silo.SiloAddress);
        ModelNeed[] needs;
        lock (_wanted)
        {
            needs = [.. _wanted.Select(need => new ModelNeed(need.Key.Model, need.Key.Region, need.Value))];
        }

        string[] wanted = [.. needs.Select(need => need.Model).Distinct(StringComparer.Ordinal)];
        var mayInfer = fact.Roles is null || fact.Roles.Contains(InferenceRole, StringComparer.OrdinalIgnoreCase);
        return new SiloOffer(
            SiloName.OwnerOf(silo), fact.Region ?? "", mayInfer, [.. options.Devices], options.MostSlots, wanted,
            [.. _board.Wanted.Union(wanted).Select(OfferOf).OfType<ModelOffer>()],
            [
                .. _loading.Keys.Where(id => !_here.ContainsKey(id)).Select(id => WorkerBeat.Loading(id)),
                .. _here.Values.Select(worker => worker.Beat with { IsOrphan = _orphans.ContainsKey(worker.Id) }),
            ],
            [.. _board.Workers.Select(worker => worker.Id)],
            load?.Current is { } busy ? busy with { Slots = _here.Count, Cameras = cameras.Count, PictureWork = pictures?.Health.ToLoad() } : null)
        {
            Capabilities = [.. options.Capabilities], Needs = needs,
        };
    }

    private ModelOffer? OfferOf(string model)
    {
        var fact = detectors.FactOf(model);
        return fact.IsPending ? null : new(model, fact.WhyNot ?? "", fact.Sha256, fact.AllowsCpu) { Requires = [.. fact.Requires] };
    }

    private WorkerSnapshot SnapshotOf(WorkerBoard board) => new(
        board.Workers.Select(worker => new WorkerView
        {
            Id = worker.Id,
            Model = InferenceGrain.ModelOf(worker.Id),
            Silo = worker.Silo,
            Region = worker.Region,
            State = Enum.Parse<WorkerState>(worker.State, ignoreCase: true),
            IsQuarantined = Quarantine.IsQuarantined(worker.Id) || Silent.Contains(worker.Id),
            Own = _own.GetOrAdd(worker.Id, static _ => new WorkInFlight()),
            PicturesPerSecond = worker.Beat?.PicturesPerSecond ?? 0,
            MostInFlight = worker.Beat is { PicturesPerSecond: > 0 and var pace }
                ? (int)Math.Clamp(options.Deadline.TotalSeconds * pace, FewestInFlight, MostInFlight)
                : MostInFlight,
            QueueLength = worker.Beat?.QueueLength ?? 0,
            Usual = worker.Beat?.Usual ?? default,
            LatencyP50 = worker.Beat?.LatencyP50 ?? default,
            LatencyP95 = worker.Beat?.LatencyP95 ?? default,
        }),
        board.Version);

    [LoggerMessage(3501, LogLevel.Warning, "The registry of workers does not answer; what it said last holds meanwhile: {Reason}")]
    private partial void LogAway(string reason);
}
