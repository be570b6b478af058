using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Text;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Placement.Cameras;
using Orleans.Placement;

namespace Orleans.Camera.Grains.Roster;

/// <summary>
/// Which cameras must run. Looks at all of them when the membership changes, and every ten seconds; a reminder brings it back
/// where nobody else does.
/// </summary>
[GrainType("camera-roster"), KeepAlive, Immovable]
internal sealed partial class CameraRosterGrain : Grain, ICameraRosterGrain, IRemindable
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CameraServices _services;
    private readonly IClusterMembershipService _membership;
    private readonly PlacementBoard _board;
    private readonly ISiloFacts _facts;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly Signal _look = new();
    private readonly DrainList _drains;
    private readonly RosterOptions _options;
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly Random _random;
    private Task _looking = Task.CompletedTask;
    private long _begun;
    private long _version = long.MinValue;

    public CameraRosterGrain(
        CameraServices services, IGrainStateStore states, IClusterMembershipService membership, PlacementBoard board, ISiloFacts facts, IOptions<RosterOptions> options)
    {
        (_services, _membership, _board, _facts, _options) = (services, membership, board, facts, options.Value);
        _drains = new DrainList(states);
        _log = services.Loggers.CreateLogger<CameraRosterGrain>();
        _random = new Random(services.Seeds.Next());
    }

    private ClusterMember[] Active =>
        [.. _membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).OrderBy(member => member.SiloAddress)];

    /// <summary>Names of the silos that get no cameras: drained, or about to end.</summary>
    private HashSet<string> Closed =>
        [.. Drained, .. Active.Where(member => _leaving.Contains(OwnerOf(member))).Select(member => member.Name)];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _begun = _balanced = _services.Time.GetTimestamp();
        _looking = Task.WhenAll(LookAsync(), RemindAsync());
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _looking;
        _ending.Dispose();
    }

    public async Task AddAsync(CameraDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (await AskStoreAsync(() => _services.Definitions.ReadAsync(definition.Name, _ending.Token)) is not null)
        {
            throw new CameraException($"There is a camera {definition.Name} already. Choose another name, or remove that one first.");
        }

        _regions[definition.Name] = definition.Region;
        Aim(definition.Name);
        await GrainFactory.GetGrain<ICameraGrain>(definition.Name).ConfigureAsync(definition);
    }

    public async Task RemoveAsync(string camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        if (await AskStoreAsync(() => _services.Definitions.ReadAsync(camera, _ending.Token)) is null)
        {
            var known = await AskStoreAsync(() => _services.Definitions.ListAsync(_ending.Token));
            throw Unknown("camera", camera, known.Select(stored => stored.Camera).Order(StringComparer.Ordinal));
        }

        var grain = GrainFactory.GetGrain<ICameraGrain>(camera);
        await grain.StopAsync();
        await AskStoreAsync(async () =>
        {
            await _services.Definitions.RemoveAsync(camera, _ending.Token);
            return true;
        });
        await grain.EnsureAsync();
    }

    public async Task<IReadOnlyList<CameraDefinition>> ListAsync()
    {
        var known = await AskStoreAsync(() => _services.Definitions.ListAsync(_ending.Token));
        return known.OrderBy(stored => stored.Camera, StringComparer.Ordinal)
            .Select(DefinitionText.Read).Select(definition => definition with { Source = _services.Sources.Show(definition.Source) }).ToArray();
    }

    public async Task<IReadOnlyList<CameraStatus>> GetStatusAsync()
    {
        var known = await AskStoreAsync(() => _services.Definitions.ListAsync(_ending.Token));
        return await Task.WhenAll(known.OrderBy(stored => stored.Camera, StringComparer.Ordinal).Select(stored => StatusAsync(stored.Camera)));
    }

    public Task ReconcileAsync(long membershipVersion)
    {
        if (membershipVersion > _version)
        {
            _version = membershipVersion;
            _look.Set();
        }

        return Task.CompletedTask;
    }

    public async Task DrainAsync(string silo)
    {
        var active = Active;
        await KnowDrainsAsync();
        if (!active.Any(member => member.Name == silo))
        {
            throw Unknown("silo", silo, active.Select(member => member.Name));
        }

        if (!active.Any(member => member.Name != silo && !Drained.Contains(member.Name)))
        {
            throw new CameraException($"Silo {silo} is the only one that can take cameras. Start another one first.");
        }

        string[] owners = [.. active.Where(member => member.Name == silo).Select(OwnerOf)];
        await ChangeDrainsAsync(drained => drained.Concat(owners));
        _drainTurns++;
        try
        {
            await MoveAllFromAsync([.. owners]);
        }
        finally
        {
            _drainTurns++;
        }
    }

    public async Task LeaveAsync(string owner)
    {
        _leaving.Add(owner);
        var closed = Closed;
        _board.SetDrained(closed);
        if (Active.Any(member => !closed.Contains(member.Name)))
        {
            await MoveAllFromAsync([owner]);
        }
    }

    public async Task<IReadOnlyList<string>> GetDrainedAsync()
    {
        await KnowDrainsAsync();
        return Drained.Order(StringComparer.Ordinal).ToArray();
    }

    public Task UndrainAsync(string silo) =>
        ChangeDrainsAsync(drained => drained.Where(owner => SiloName.NameOf(owner) != silo));

    private async Task<CameraStatus> StatusAsync(string camera)
    {
        try
        {
            return await GrainFactory.GetGrain<ICameraGrain>(camera).GetStatusAsync().WaitAsync(Patience, _services.Time);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return new CameraStatus(
                camera, CameraState.Faulted, "it does not answer: " + exception.Message, _services.Time.GetUtcNow(), "", 0, 0, null, 0, 0, 0, 0, 0);
        }
    }

    private static async Task<T> AskStoreAsync<T>(Func<Task<T>> ask)
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

    private static CameraException Unknown(string kind, string name, IEnumerable<string> known)
    {
        var names = known.ToArray();
        return new($"There is no {kind} {name}{NearestName.Hint(name, names)}. There {(names.Length == 0 ? "is none" : "are: " + string.Join(", ", names))}.");
    }

    private static CameraException Away(string reason) => new($"The store is away: {reason}. Try again.");
}
