using System.Collections.Concurrent;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Tests.Faults;

namespace Orleans.Camera.Storage.Tests;

/// <summary>
/// One owner of a camera that behaves as the contract says: after an unknown outcome it sends the same write again; fenced,
/// it stops until it claims anew. It also claims at random, as a silo does that believes the other one dead.
/// </summary>
internal sealed class Owner(string name, FaultyStore store, Random random, History history)
{
    private Checkpoint? _mine;

    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            if (_mine is null || random.Next(6) == 0)
            {
                var stored = await store.ReadAsync(Writes.Camera, history.WhenAway);
                await SendAsync(Writes.Claim(stored, name));
            }
            else
            {
                await SendAsync(Writes.Next(_mine, random.Next(4)));
            }
        }
    }

    private async Task SendAsync(CheckpointWrite write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var fault = attempt < 3 && random.Next(4) == 0 ? (Fault)random.Next(1, 3) : Fault.None;
                var outcome = await store.CommitAsync(write, fault);
                history.Add(write, outcome, wasUnsure: attempt > 1);
                _mine = outcome == CommitOutcome.Committed ? write.Next : null;
                return;
            }
            catch (StoreUnavailableException)
            {
                await history.WhenAway();
            }
        }
    }
}

/// <summary>What owners were told, and whether what is stored agrees with it.</summary>
internal sealed class History(Func<Task>? whenAway = null)
{
    private readonly ConcurrentQueue<(CheckpointWrite Write, CommitOutcome Outcome, bool WasUnsure)> _told = new();
    private int _commits;

    /// <summary>Raised with the number of writes that were committed so far.</summary>
    public Action<int> Committed { get; init; } = static _ => { };

    public Task WhenAway() => whenAway?.Invoke() ?? Task.CompletedTask;

    public void Add(CheckpointWrite write, CommitOutcome outcome, bool wasUnsure)
    {
        _told.Enqueue((write, outcome, wasUnsure));
        if (outcome == CommitOutcome.Committed)
        {
            Committed(Interlocked.Increment(ref _commits));
        }
    }

    public async Task CheckAsync(ICheckpointStore store)
    {
        var events = new List<CameraEvent>();
        while (await store.ReadEventsAsync(Writes.Camera, events.Count, 100, default) is { Count: > 0 } more)
        {
            events.AddRange(more);
        }

        var committed = _told.Where(told => told.Outcome == CommitOutcome.Committed).Select(told => told.Write).ToArray();
        Assert.NotEmpty(committed);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(e => e.Sequence));
        Assert.Equal(committed.Length, committed.Select(write => write.Next.Tag).Distinct().Count());

        // Fenced after an unknown outcome: it was stored before another took over, whole, or it never was.
        var stored = events.ToHashSet();
        var possible = _told.Where(told => told is { Outcome: CommitOutcome.Fenced, WasUnsure: true }).Select(told => told.Write)
            .Where(write => write.Events.Any(stored.Contains));
        var expected = committed.Concat(possible).SelectMany(write => write.Events).OrderBy(e => e.Sequence);
        Assert.Equal(expected, events);
        Assert.Equal(events.Count, (await store.ReadAsync(Writes.Camera, default))!.Sequence);
    }
}
