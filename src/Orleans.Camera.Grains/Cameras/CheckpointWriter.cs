using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// Writes the checkpoints of one camera for one owner: one write at a time, the same one again until the store answers.
/// What comes meanwhile is merged into the next.
/// </summary>
/// <remarks>Used from one scheduler only. Whoever cancels a write does not use the writer again.</remarks>
/// <param name="camera">The camera.</param>
/// <param name="owner">The silo that writes.</param>
/// <param name="store">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Of the pauses; the writer's own.</param>
/// <param name="spool">The camera's; null where it has none.</param>
internal sealed class CheckpointWriter(
    string camera, string owner, ICheckpointStore store, TimeProvider time, Random random, ICutSpool? spool = null)
{
    /// <summary>A store that answers within this time costs no file.</summary>
    private static readonly TimeSpan BeforeSpool = TimeSpan.FromSeconds(1);

    private readonly ICutSpool _spool = spool ?? new NoSpools();

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>The store has limits of its own, which are shorter; this is for one that hangs nevertheless.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);

    private readonly Backoff _backoff = new(FirstPause, LongestPause, random);
    private Cut? _waiting;
    private long _writtenAt = time.GetTimestamp();

    /// <summary>What is stored, as far as this owner knows.</summary>
    public Checkpoint Current { get; private set; } = Checkpoint.Empty;

    /// <summary>Whether this owner has claimed the camera, and has not heard of another one.</summary>
    public bool IsOwner { get; private set; }

    /// <summary>Why the store does not answer, in one line; null where it does.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Called when <see cref="Trouble"/> comes or goes.</summary>
    public Action? TroubleChanged { get; set; }

    /// <summary>Whether what is counted while the store is away goes to disk: a recording waits instead.</summary>
    public bool MaySpool { get; set; }

    /// <summary>Number of the latest event announced; stored with the next write.</summary>
    public long Announced { get; set; }

    /// <summary>See <see cref="Cut.SureSince"/>: of the events that were written last.</summary>
    public DateTimeOffset? SureSince { get; private set; }

    public bool HasWaiting => _waiting is not null;

    public int WaitingEvents => _waiting?.Events.Count ?? 0;

    /// <summary>How long this owner has been one for certain at most: since it asked the store what the store then confirmed.</summary>
    public TimeSpan SinceWrite => time.GetElapsedTime(_writtenAt);

    /// <summary>Reads what is stored.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        Current = await UntilAnsweredAsync(() => store.ReadAsync(camera, cancellationToken), cancellationToken) ?? Checkpoint.Empty;
        Announced = Current.Announced;
    }

    /// <summary>Takes the camera over: from now on every write of an owner before this one is refused.</summary>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        do
        {
            await ReadAsync(cancellationToken);
        }
        while (!await SendAsync(
            new CheckpointWrite(camera, Current.Tag, Current with { Tag = Current.Tag.Claimed, Owner = owner }, HasNewBase: false, []),
            cut: null,
            cancellationToken));
        IsOwner = true;
    }

    /// <summary>
    /// Sends what the owner before has left on this machine, as that owner, where nobody has written since; else drops it: the
    /// owner that came between has the gap, from where the store was.
    /// </summary>
    /// <returns>How many events were sent.</returns>
    public async Task<long> RecoverAsync(CancellationToken cancellationToken)
    {
        if (_spool.Intent is not { } left)
        {
            return 0;
        }

        var before = Current.Sequence;
        IsOwner = Current.Tag == left.Expected || Current.Tag == left.Next;
        if (!IsOwner)
        {
            _spool.Discard();
            return 0;
        }

        if (Current.Tag == left.Next)
        {
            _spool.Committed();
        }
        else
        {
            _waiting = _spool.TakeIntended();
            await WriteAsync(left.Id, cancellationToken);
        }

        while (IsOwner && _spool.Take() is { } cut)
        {
            Add(cut);
            await WriteAsync(cancellationToken);
        }

        IsOwner = false;
        return Current.Sequence - before;
    }

    /// <summary>Has a cut written with the next write.</summary>
    public void Add(Cut cut) => _waiting = _waiting?.Then(cut) ?? cut;

    /// <summary>Writes everything that waits; nothing but a sign of life where nothing does.</summary>
    /// <returns>The events that are stored now; null where another owner has taken over.</returns>
    /// <exception cref="StoreConflictException">A fault of this program.</exception>
    public Task<IReadOnlyList<CameraEvent>?> WriteAsync(CancellationToken cancellationToken) => WriteAsync(Guid.NewGuid(), cancellationToken);

    private async Task<IReadOnlyList<CameraEvent>?> WriteAsync(Guid id, CancellationToken cancellationToken)
    {
        var cut = _waiting;
        _waiting = null;
        var events = cut is null ? [] : Numbered(cut.Events);
        var next = (cut is null ? Current : After(cut, events)) with { Tag = Current.Tag.Next, Owner = owner, Announced = Announced };
        var write = new CheckpointWrite(camera, Current.Tag, next, cut?.Base is not null, events) { Id = id };
        if (_spool.IsBegun && _spool.Intent?.Id != id)
        {
            _spool.Intend(IntentOf(write));
        }

        IsOwner = IsOwner && await SendAsync(write, cut, cancellationToken);
        if (IsOwner)
        {
            _spool.Committed();
            SureSince = cut?.SureSince;
            return events;
        }

        _spool.Discard();
        return null;
    }

    private static SpoolIntent IntentOf(CheckpointWrite write) => new(write.Expected, write.Next.Tag, write.Id);

    private async Task<bool> SendAsync(CheckpointWrite write, Cut? cut, CancellationToken cancellationToken)
    {
        // Of an owner that was frozen while the answer was under way, the answer is old.
        var began = time.GetTimestamp();
        var asked = began;
        var outcome = await UntilAnsweredAsync(
            () =>
            {
                asked = time.GetTimestamp();
                if (MaySpool && IsOwner && time.GetElapsedTime(began, asked) > BeforeSpool)
                {
                    _spool.Begin(IntentOf(write), cut);
                }

                return store.CommitAsync(write, cancellationToken);
            },
            cancellationToken);
        if (outcome != CommitOutcome.Committed)
        {
            return false;
        }

        Current = write.Next;
        _writtenAt = asked;
        return true;
    }

    private async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var answer = await ask().WaitAsync(LongestAnswer, time, cancellationToken);
                _backoff.Reset();
                SetTrouble(null);
                return answer;
            }
            catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
            {
                SetTrouble(exception.Message);
            }

            await Task.Delay(_backoff.Next(), time, cancellationToken);
        }
    }

    private void SetTrouble(string? trouble)
    {
        if (trouble != Trouble)
        {
            Trouble = trouble;
            TroubleChanged?.Invoke();
        }
    }

    private CameraEvent[] Numbered(IReadOnlyList<CameraEvent> events) =>
        [.. events.Select((counted, index) => counted with { Sequence = Current.Sequence + index + 1, Epoch = Current.Tag.Epoch })];

    private Checkpoint After(Cut cut, CameraEvent[] events) => cut.On(Current) with
    {
        Sequence = Current.Sequence + events.Length,
        Totals = TotalsAfter(events),
    };

    private List<CrossingTotal> TotalsAfter(CameraEvent[] events)
    {
        var totals = Current.Totals.ToList();
        foreach (var crossing in events.OfType<CrossingEvent>())
        {
            var index = totals.FindIndex(total => total.Line == crossing.Line && total.Label == crossing.Label);
            if (index < 0)
            {
                index = totals.Count;
                totals.Add(new CrossingTotal(crossing.Line, crossing.Label, 0, 0));
            }

            totals[index] = crossing.Direction == Core.Counting.Direction.In
                ? totals[index] with { In = totals[index].In + 1 }
                : totals[index] with { Out = totals[index].Out + 1 };
        }

        return totals;
    }
}
