using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Placement.Cameras;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Grains.Roster;

/// <remarks>
/// A round looks at every camera and starts those that do not count. It runs beside the calls, in turns of its own.
/// </remarks>
internal sealed partial class CameraRosterGrain
{
    private const int Lanes = 8;
    private const int Tries = 10;
    private const int MostMoves = 2;

    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileStoreIsAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromSeconds(2);

    // A silo that has just started opens its first source slowly, and to share the cameras out nobody is in a hurry.
    private static readonly TimeSpan LongestPreparationInPeace = TimeSpan.FromSeconds(5);

    // What was moved must have been seen where it is now, or the same camera would move again at once. A roster that has just
    // come does not know what the one before it moved.
    private static readonly TimeSpan BetweenBalances = TimeSpan.FromSeconds(8);

    // The answer comes at once, or the address was that of a silo that is gone: asked again, whoever asks learns of the new one.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _regions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _moving = new(StringComparer.Ordinal);
    private bool _agesCount;
    private long _balanced;

    private async Task LookAsync()
    {
        RequestContext.Clear();
        using var tick = _services.Time.CreateTimer(_ => _look.Set(), state: null, Sweep, Sweep);
        _look.Set();
        while (true)
        {
            try
            {
                await _look.WaitAsync(_ending.Token);
                await RoundAsync();
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException exception)
            {
                // When it is back, every sign of life looks old: a round passes before that means anything again.
                _agesCount = false;
                LogStoreAway(exception.Message);
                LookAfter(WhileStoreIsAway);
            }
#pragma warning disable CA1031 // Nobody awaits the rounds: one that fails is followed by the next.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogRoundFailed(exception);
            }
        }
    }

    /// <summary>The next sweep may be ten seconds off.</summary>
    private void LookAfter(TimeSpan pause) =>
        Task.Delay(pause, _services.Time, _ending.Token).ContinueWith(
            _ => _look.Set(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default).Ignore();

    private async Task RoundAsync()
    {
        var (asOf, drainTurns) = (_services.Time.GetTimestamp(), _drainTurns);
        await FollowDrainsAsync();
        var known = await _services.Definitions.ListAsync(_ending.Token);
        var beats = (await _services.Checkpoints.ReadBeatsAsync(_ending.Token)).ToDictionary(beat => beat.Camera, StringComparer.Ordinal);
        var owners = Active.ToDictionary(member => SiloName.OwnerOf(member.Name, member.SiloAddress), member => member.Name, StringComparer.Ordinal);
        _board.SetCounts(RosterRules.CamerasBySilo(beats.Values, owners), asOf);
        RememberRegions(known);
        var idle = RosterRules.Idle(known, beats, owners.Keys, _agesCount);
        if (idle.Count > 0)
        {
            LogStarting(idle.Count, known.Count);
            await InLanesAsync(idle, EnsureAsync);
        }
        else if (_agesCount)
        {
            await BalanceAsync(beats.Values);
        }

        await FinishDrainsAsync(beats.Values, drainTurns);

        _agesCount = true;
    }

    /// <summary>Kept-alive grains do not move by themselves: a silo that has joined is given some of the others', a few at a time.</summary>
    private async Task BalanceAsync(IEnumerable<CheckpointBeat> beats)
    {
        if (BetweenBalances - _services.Time.GetElapsedTime(_balanced) is { Ticks: > 0 } early)
        {
            LookAfter(early);
            return;
        }

        var closed = Closed;
        var seats = Active
            .Select(member => (Owner: SiloName.OwnerOf(member.Name, member.SiloAddress), Fact: _facts.FactOf(member.SiloAddress)))
            .Where(seat => seat.Fact.MayIngest && !closed.Contains(seat.Fact.Name))
            .ToDictionary(seat => seat.Owner, seat => seat.Fact.Weight, StringComparer.Ordinal);
        var moving = RosterRules.Moving(beats.Where(beat => _regions.GetValueOrDefault(beat.Camera, "").Length == 0), seats, MostMoves);
        foreach (var camera in moving)
        {
            _balanced = _services.Time.GetTimestamp();
            LogMoving(camera);
            await MoveAsync(camera, LongestPreparationInPeace);
        }
    }

    private void RememberRegions(IReadOnlyList<StoredDefinition> known)
    {
        foreach (var stored in known.Where(stored => !_regions.ContainsKey(stored.Camera)))
        {
            try
            {
                _regions[stored.Camera] = DefinitionText.Read(stored).Region;
            }
            catch (CameraException)
            {
                // Its own grain says so.
            }
        }
    }

    private async Task MoveAllFromAsync(HashSet<string> owners)
    {
        var beats = await AskStoreAsync(() => _services.Checkpoints.ReadBeatsAsync(_ending.Token));
        await InLanesAsync([.. beats.Where(beat => owners.Contains(beat.Owner) && !beat.HasEnded).Select(beat => beat.Camera)], MoveAsync);
    }

    private Task MoveAsync(string camera) => MoveAsync(camera, LongestPreparation);

    /// <summary>The owner counts until all is open where its camera goes, and lets go only then.</summary>
    private async Task MoveAsync(string camera, TimeSpan preparation)
    {
        // A drain and a round may want the same at once.
        if (!_moving.Add(camera))
        {
            return;
        }

        try
        {
            if (Aim(camera) is { } target)
            {
                var berth = GrainFactory.GetGrain<ICameraBerthGrain>(CameraBerthGrain.KeyOf(camera, target));
                await TryAsync(camera, _ => berth.PrepareAsync(camera), preparation);
            }

            if (await TryAsync(camera, grain => grain.DrainAsync(), LongestMove))
            {
                await StartAsync(camera);
            }
        }
        finally
        {
            _moving.Remove(camera);
        }
    }

    /// <summary>Some at a time, and none at quite the same moment: aligned key frames of many cameras would come at once.</summary>
    private async Task InLanesAsync(IReadOnlyList<string> cameras, Func<string, Task> act)
    {
        var waiting = new Queue<string>(cameras);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Lanes, cameras.Count)).Select(async _ =>
        {
            while (waiting.TryDequeue(out var camera))
            {
                await Task.Delay(Stagger * _random.NextDouble(), _services.Time, _ending.Token);
                await act(camera);
            }
        }));
    }

    /// <summary>
    /// Chooses the silo on which the calls that follow place a camera that is not active. Told as a hint, because any silo
    /// may be the one that places, and only this one knows of all cameras and drains.
    /// </summary>
    private SiloAddress? Aim(string camera)
    {
        var closed = Closed;
        var silos = Active.Select(member => member.SiloAddress).ToArray();
        var seats = silos.Select(silo => _facts.FactOf(silo)).Select(fact => new SiloSeat(fact, _board.CamerasOn(fact.Name), closed.Contains(fact.Name))).ToArray();
        var choice = CameraScore.Choose(seats, _regions.GetValueOrDefault(camera, ""));
        if (choice < 0)
        {
            return null;
        }

        RequestContext.Set(IPlacementDirector.PlacementHintKey, silos[choice]);
        _board.Reserve(seats[choice].Fact.Name);
        return silos[choice];
    }

    private async Task EnsureAsync(string camera)
    {
        Aim(camera);
        await StartAsync(camera);
    }

    private async Task StartAsync(string camera)
    {
        for (var left = Tries; left > 0 && !await TryAsync(camera, grain => grain.EnsureAsync(), LongestStart); left--)
        {
            await Task.Delay(BetweenTries, _services.Time, _ending.Token);
        }
    }

    private async Task<bool> TryAsync(string camera, Func<ICameraGrain, Task> call, TimeSpan limit)
    {
        try
        {
            await call(GrainFactory.GetGrain<ICameraGrain>(camera)).WaitAsync(limit, _services.Time, _ending.Token);
            return true;
        }
#pragma warning disable CA1031 // A camera that cannot be reached, in whatever way, keeps nobody else waiting.
        catch (Exception exception) when (!_ending.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotReached(camera, exception.Message);
            return false;
        }
    }
}
