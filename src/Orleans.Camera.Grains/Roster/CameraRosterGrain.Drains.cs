using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;

namespace Orleans.Camera.Grains.Roster;

/// <remarks>
/// A drain is stored before the first camera moves: where the roster's silo dies in the middle, the next roster moves the
/// rest. It ends with the silo.
/// </remarks>
internal sealed partial class CameraRosterGrain
{
    /// <summary>After so long the roster has heard of every silo that there is.</summary>
    private static readonly TimeSpan Acquainted = TimeSpan.FromMinutes(1);

    /// <summary>Odd while a drain is under way.</summary>
    private long _drainTurns;

    /// <summary>Names of the active silos that get no cameras.</summary>
    private HashSet<string> Drained =>
        [.. Active.Where(member => _drains.Owners.Contains(OwnerOf(member))).Select(member => member.Name)];

    private static string OwnerOf(ClusterMember member) => SiloName.OwnerOf(member.Name, member.SiloAddress);

    private Task KnowDrainsAsync() => _drains.IsRead ? Task.CompletedTask : AskStoreAsync(async () =>
    {
        await _drains.ReadAsync(_ending.Token);
        return true;
    });

    private async Task ChangeDrainsAsync(Func<IReadOnlySet<string>, IEnumerable<string>> change)
    {
        await AskStoreAsync(async () =>
        {
            await _drains.ChangeAsync(change, _ending.Token);
            return true;
        });
        _board.SetDrained(Closed);
    }

    /// <summary>Reads who is drained, and forgets the silos that have ended.</summary>
    private async Task FollowDrainsAsync()
    {
        var members = _membership.CurrentSnapshot.Members.Values.ToLookup(OwnerOf, member => member.Status, StringComparer.Ordinal);
        var isAcquainted = _services.Time.GetElapsedTime(_begun) > Acquainted;
        await _drains.ChangeAsync(
            owners => owners.Where(owner => members[owner].Any() ? members[owner].Any(status => status != SiloStatus.Dead) : !isAcquainted),
            _ending.Token);
        _board.SetDrained(Closed);
    }

    /// <summary>Moves what is left on drained silos: by a roster that is no more, or because a camera could not be moved before.</summary>
    private async Task FinishDrainsAsync(IEnumerable<CheckpointBeat> beats, long drainTurns)
    {
        var isUnderWay = _drainTurns % 2 != 0 || _drainTurns != drainTurns;
        if (isUnderWay || Active.All(member => !_facts.FactOf(member.SiloAddress).MayIngest || Drained.Contains(member.Name)))
        {
            return;
        }

        var owners = Active.Select(OwnerOf).Where(_drains.Owners.Contains).ToHashSet(StringComparer.Ordinal);
        string[] left = [.. beats.Where(beat => !beat.HasEnded && owners.Contains(beat.Owner)).Select(beat => beat.Camera)];
        if (left.Length > 0)
        {
            LogDraining(left.Length);
            await InLanesAsync(left, MoveAsync);
        }
    }
}
