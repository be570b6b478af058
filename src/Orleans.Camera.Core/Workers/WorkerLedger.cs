namespace Orleans.Camera.Core.Workers;

/// <summary>
/// The rules of the worker registry: who is registered, in which state and how well. Knows no clock and asks nobody: it is told
/// what happened and when. Not thread safe.
/// </summary>
public sealed class WorkerLedger
{
    private readonly SortedDictionary<string, WorkerEntry> _workers = new(StringComparer.Ordinal);

    /// <summary>How often a worker is heard of.</summary>
    public static TimeSpan HeartbeatEvery { get; } = TimeSpan.FromSeconds(1);

    /// <summary>A worker that was not heard of for this long has failed: three heartbeats.</summary>
    public static TimeSpan FailedAfter { get; } = 3 * HeartbeatEvery;

    /// <summary>After so long most of what a worker failed once is forgotten, where it answers since.</summary>
    public static TimeSpan ErrorsHold { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Grows with every change of who there is and in which state.</summary>
    public long Version { get; private set; }

    public IReadOnlyCollection<WorkerEntry> Workers => _workers.Values;

    public WorkerEntry? Find(string id) => _workers.GetValueOrDefault(id);

    /// <summary>Begins a life: of a new worker, or of one that failed.</summary>
    /// <exception cref="InvalidOperationException">One of this id lives.</exception>
    public WorkerEntry Register(string id, string silo, DateTimeOffset now)
    {
        var known = Find(id);
        if (known is not null && !WorkerLife.May(known.State, WorkerState.Starting))
        {
            throw new InvalidOperationException($"Worker '{id}' is {Word(known.State)} on silo '{known.Silo}'; it cannot start on '{silo}' until it has failed or is forgotten.");
        }

        var started = new WorkerEntry(id, silo, WorkerState.Starting, now, now);
        return Put(known is null ? started : started with { Failures = known.Failures, KnownSince = known.KnownSince });
    }

    /// <exception cref="InvalidOperationException">It does not exist, or its life does not go that way.</exception>
    public WorkerEntry Move(string id, WorkerState to, DateTimeOffset now, string? reason = null)
    {
        var worker = Find(id) ?? throw new InvalidOperationException($"There is no worker '{id}'; it must register first.");
        if (!WorkerLife.May(worker.State, to))
        {
            throw new InvalidOperationException($"Worker '{id}' on silo '{worker.Silo}' is {Word(worker.State)} and cannot become {Word(to)}.");
        }

        var goesOn = WorkerLife.TakesPictures(worker.State) && WorkerLife.TakesPictures(to);
        var hasFailed = to == WorkerState.Failed;
        return Put(worker with
        {
            State = to,
            Since = goesOn ? worker.Since : now,
            HeartbeatAt = hasFailed ? worker.HeartbeatAt : now,
            Reason = hasFailed ? reason ?? "no reason was given" : null,
            Failures = worker.Failures + (hasFailed ? 1 : 0),
        });
    }

    /// <summary>Takes a heartbeat; a ready worker with work becomes busy and back.</summary>
    /// <returns>False where the worker is unknown, failed or of another silo: it must register again.</returns>
    public bool Heartbeat(string id, string silo, WorkerReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Find(id) is not { } worker || worker.Silo != silo || worker.State == WorkerState.Failed)
        {
            return false;
        }

        var minutes = (now - worker.HeartbeatAt).TotalMinutes;
        var state = WorkerLife.TakesPictures(worker.State) ? report.InFlight > 0 ? WorkerState.Busy : WorkerState.Ready : worker.State;
        var heard = worker with
        {
            State = state,
            HeartbeatAt = now,
            Report = report,
            ErrorRate = ErrorRateOf(worker, report, now - worker.HeartbeatAt),
            PicturesPerMinute = minutes > 0 ? Math.Max(0, report.Answered - worker.Report.Answered) / minutes : worker.PicturesPerMinute,
        };
        _workers[id] = heard;
        Version += state == worker.State ? 0 : 1;
        return true;
    }

    /// <summary>Fails whoever was not heard of for too long.</summary>
    /// <returns>Those who failed now.</returns>
    public IReadOnlyList<WorkerEntry> FailSilent(DateTimeOffset now) =>
    [
        .. _workers.Values.Where(worker => worker.State != WorkerState.Failed && now - worker.HeartbeatAt >= FailedAfter).ToArray()
            .Select(worker => Move(worker.Id, WorkerState.Failed, now, $"not heard of for {(now - worker.HeartbeatAt).TotalSeconds:0.#} s")),
    ];

    /// <summary>Forgets a worker that was drained or will not come back.</summary>
    public bool Forget(string id)
    {
        var isKnown = _workers.Remove(id);
        Version += isKnown ? 1 : 0;
        return isKnown;
    }

    /// <summary>A worker's share of all pictures a minute, 0..1.</summary>
    public double LoadShare(string id)
    {
        var total = _workers.Values.Sum(worker => worker.PicturesPerMinute);
        return total > 0 ? (Find(id)?.PicturesPerMinute ?? 0) / total : 0;
    }

    /// <summary>Who had no picture has failed none, and nothing is known of it that was not before.</summary>
    private static double ErrorRateOf(WorkerEntry before, WorkerReport now, TimeSpan span)
    {
        var failed = Math.Max(0, now.Failed - before.Report.Failed);
        var all = failed + Math.Max(0, now.Answered - before.Report.Answered);
        if (all == 0)
        {
            return before.ErrorRate;
        }

        var share = (double)failed / all;
        var isFirst = before.Report.Answered + before.Report.Failed == 0;
        return isFirst ? share : share + ((before.ErrorRate - share) * Math.Exp(-span / ErrorsHold));
    }

    private WorkerEntry Put(WorkerEntry worker)
    {
        Version++;
        return _workers[worker.Id] = worker;
    }

    private static string Word(WorkerState state) => state.ToString().ToLowerInvariant();
}
