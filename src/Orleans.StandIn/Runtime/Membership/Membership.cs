using System.Runtime.CompilerServices;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Ends this process: others have declared it dead. A simulator ends the silo only.</summary>
internal sealed record FatalError(Action<string> End);

/// <summary>
/// What this silo knows of the others, and its own place among them. The table decides; news between silos only carry
/// faster what it says. While the table is away nothing changes, and nobody stops.
/// </summary>
internal sealed class Membership : IClusterMembershipService
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);
    private readonly Silo _silo;
    private readonly IMembershipTable _table;
    private readonly FatalError _fatal;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _leaving;

    public Membership(Silo silo, IMembershipTable table, ITransport transport, ClusterMembershipOptions options, FatalError fatal)
    {
        _silo = silo;
        _table = table;
        _fatal = fatal;
        Options = options;
        CurrentSnapshot = View.ToSnapshot();
        Died = transport.Drop;
        Prober = new(silo, transport, options);
    }

    public ClusterMembershipOptions Options { get; }

    public Prober Prober { get; }

    public MembershipView View { get; private set; } = MembershipView.None;

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; }

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => UpdatesAsync();

    private Action<SiloAddress> Died { get; }

    /// <summary>Enters the table, and declares dead who had this end point before.</summary>
    /// <exception cref="OrleansException">A later silo is at this end point.</exception>
    public async Task JoinAsync(int gatewayPort, CancellationToken cancellation)
    {
        await _table.InitializeAsync(cancellation).ConfigureAwait(false);
        await _table.RemoveDeadAsync(Now - Options.DefunctSiloExpiration, cancellation).ConfigureAwait(false);
        while (await ChangeAsync(view => view.Members.FirstOrDefault(IsPredecessor) is { } one ? Dead(one) : null, cancellation).ConfigureAwait(false))
        {
        }

        if (View.Members.Any(member => member.Status != SiloStatus.Dead && member.Address.IsSuccessorOf(_silo.Address)))
        {
            throw new OrleansException($"A later silo than {_silo.Address} is at this end point.");
        }

        var self = new SiloEntry(_silo.Address, _silo.Name, SiloStatus.Joining, gatewayPort, Now, Now, []);
        await ChangeAsync(view => view.Find(_silo.Address) is null ? self : null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Becomes active, watches the others, and follows the table.</summary>
    public async Task BecomeActiveAsync(CancellationToken cancellation)
    {
        await ChangeAsync(view => Self(view, SiloStatus.Active), cancellation).ConfigureAwait(false);
        EveryAsync(Options.TableRefreshTimeout, RefreshAsync).Ignore();
        EveryAsync(Options.IAmAliveTablePublishTimeout, end => _table.TouchAsync(_silo.Address, Now, end)).Ignore();
        Prober.RunAsync(_ended.Token).Ignore();
    }

    /// <summary>Says that this silo leaves, or has left. Where the table is away, the others find out by themselves.</summary>
    public async Task LeaveAsync(SiloStatus status)
    {
        _leaving = true;
        using var limit = new CancellationTokenSource(LeaveLimit, _silo.Time);
        try
        {
            await ChangeAsync(view => Self(view, status), limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _silo.Log.TableFailed(exception);
        }

        if (status == SiloStatus.Dead)
        {
            await _ended.CancelAsync().ConfigureAwait(false);
        }
    }

    public async Task RefreshAsync(CancellationToken cancellation) =>
        Publish(await _table.ReadAsync(cancellation).ConfigureAwait(false));

    /// <summary>Votes that a silo is dead, for itself and for the one that was asked, and declares it dead if that is enough.</summary>
    public async Task SuspectAsync(SiloAddress suspect, SiloAddress? witness, CancellationToken cancellation)
    {
        await ChangeAsync(
            view =>
            {
                if (view.Find(_silo.Address) is not { Status: not SiloStatus.Dead } || view.Find(suspect) is not { IsProbed: true } member)
                {
                    return null;
                }

                var before = FreshVotes(member);
                member = member.With(new(_silo.Address, Now));
                member = witness is null ? member : member.With(new(witness, Now));
                var voters = view.Members.Count(one => one.Status == SiloStatus.Active && !IsStale(one));
                var needed = Math.Min(Options.NumVotesForDeathDeclaration, (voters + 1) / 2);
                _silo.Log.Suspected(suspect, FreshVotes(member), needed);
                return FreshVotes(member) >= needed ? member with { Status = SiloStatus.Dead } :
                    FreshVotes(member) > before ? member : null;
            },
            cancellation).ConfigureAwait(false);
    }

    public int FreshVotes(SiloEntry member) => member.Votes.Count(vote => Now - vote.At < Options.DeathVoteExpirationTimeout);

    /// <summary>Takes a view that is later than the known one. Who finds itself dead there ends.</summary>
    public void Publish(MembershipView view)
    {
        SiloAddress[] dead;
        lock (_lock)
        {
            if (view.Version <= View.Version)
            {
                return;
            }

            dead = [.. View.Members.Where(member => member.Status != SiloStatus.Dead &&
                view.Find(member.Address) is null or { Status: SiloStatus.Dead }).Select(member => member.Address)];
            View = view;
            CurrentSnapshot = view.ToSnapshot();
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var silo in dead)
        {
            _silo.Log.DeclaredDead(silo);
            Died(silo);
        }

        if (!_leaving && dead.Contains(_silo.Address))
        {
            _fatal.End($"The others have declared this silo dead: {_silo.Address} stops.");
        }
    }

    private DateTimeOffset Now => _silo.Time.GetUtcNow();

    private bool IsStale(SiloEntry member) =>
        Now - member.AliveAt > Options.IAmAliveTablePublishTimeout * Options.NumMissedTableIAmAliveLimit;

    private bool IsPredecessor(SiloEntry member) => member.Status != SiloStatus.Dead && _silo.Address.IsSuccessorOf(member.Address);

    private SiloEntry Dead(SiloEntry member) => member.With(new(_silo.Address, Now)) with { Status = SiloStatus.Dead };

    private SiloEntry? Self(MembershipView view, SiloStatus status) => view.Find(_silo.Address) is { } self && self.Status < status
        ? self with { Status = status, AliveAt = Now }
        : null;

    /// <summary>Changes one entry of the newest table, again where another silo was faster, and tells the others.</summary>
    /// <returns>False where there was nothing to change.</returns>
    private async Task<bool> ChangeAsync(Func<MembershipView, SiloEntry?> change, CancellationToken cancellation)
    {
        while (true)
        {
            var view = await _table.ReadAsync(cancellation).ConfigureAwait(false);
            Publish(view);
            if (change(view) is not { } changed)
            {
                return false;
            }

            var isNew = view.Find(changed.Address) is null;
            if (await _table.WriteAsync(changed, isNew, view.Version, cancellation).ConfigureAwait(false))
            {
                Publish(view.With(changed));
                var told = TellOthersAsync(cancellation);
                await (_leaving ? told : Task.CompletedTask).ConfigureAwait(false);
                return true;
            }
        }
    }

    /// <summary>Waits no longer for the others than a probe may take: who does not hear it reads the table.</summary>
    private async Task TellOthersAsync(CancellationToken cancellation)
    {
        var view = View;
        using var limit = new Limit(Options.ProbeTimeout, _silo.Time, cancellation);
        var others = view.Members.Where(member => member.IsProbed && !member.Address.Equals(_silo.Address));
        try
        {
            await Task.WhenAll(others.Select(member => _silo.Peers.AskAsync<object?>(member.Address, new News(view), limit.Token))).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _silo.Log.NewsFailed(exception.Message);
        }
    }

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> work)
    {
        while (true)
        {
            await Task.Delay(period, _silo.Time, _ended.Token).ConfigureAwait(false);
            try
            {
                await work(_ended.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_ended.IsCancellationRequested)
            {
                _silo.Log.TableFailed(exception);
            }
        }
    }

    private async IAsyncEnumerable<ClusterMembershipSnapshot> UpdatesAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            ClusterMembershipSnapshot snapshot;
            Task changed;
            lock (_lock)
            {
                (snapshot, changed) = (CurrentSnapshot, _changed.Task);
            }

            yield return snapshot;
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
