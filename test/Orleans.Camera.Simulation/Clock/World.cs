using System.Globalization;

namespace Orleans.Camera.Simulation.Clock;

/// <summary>
/// Time and chance. The next moment comes when nothing is left to do in this one: the one thread of the thread pool has
/// run everything that was queued on it, and every turn of a grain was taken.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="log">Takes the trace line by line; null for none.</param>
internal sealed class World(int seed, TextWriter? log) : IThreadPoolWorkItem
{
    /// <summary>After this failure the process is of no use any more: its one thread is lost.</summary>
    public const string StandsStill = "time stands still";

    private readonly PriorityQueue<Due, (long At, long Order)> _due = new();
    private readonly List<Due> _turns = [];
    private readonly ManualResetEventSlim _over = new();
    private long _now;
    private long _order;
    private ulong _hash = 14695981039346656037;

    /// <summary>Where nothing fails.</summary>
    public Node Outside { get; } = new("outside");

    public Random Random { get; } = new(seed);

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_now);

    /// <summary>Why it ended before its time; null where it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>What happened, as one number (FNV-1a).</summary>
    public string Hash => _hash.ToString("x16", CultureInfo.InvariantCulture);

    public Due After(TimeSpan delay, Node node, Action act)
    {
        var due = new Due(node, act);
        Put(due, delay);
        return due;
    }

    /// <summary>A turn of a grain, to come in this moment: which one is next of those that wait is chance.</summary>
    public void Turn(Node node, IThreadPoolWorkItem turn) => _turns.Add(new Due(node, turn.Execute));

    /// <summary>A task that ends after a while, on a node.</summary>
    public Task PauseAsync(TimeSpan delay, Node node)
    {
        var over = new TaskCompletionSource();
        After(delay, node, over.SetResult);
        return over.Task;
    }

    /// <summary>A random time between two.</summary>
    public TimeSpan Between(double fromSeconds, double toSeconds) =>
        TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds)));

    public void Note(string what)
    {
        foreach (var letter in what)
        {
            _hash = (_hash ^ letter) * 1099511628211;
        }

        _hash = (_hash ^ (ulong)_now) * 1099511628211;
        log?.WriteLine($"{Now.TotalSeconds,10:F4}  {what}");
    }

    /// <summary>Whatever came due on the node comes now.</summary>
    public void Thaw(Node node)
    {
        node.IsFrozen = false;
        foreach (var due in node.Held)
        {
            Put(due, TimeSpan.Zero);
        }

        node.Held.Clear();
    }

    public void Fail(string why)
    {
        Failure ??= why;
        Stop();
    }

    public void Stop()
    {
        _due.Clear();
        _turns.Clear();
    }

    /// <summary>Runs until nothing is left to come.</summary>
    /// <param name="limit">By the clock on the wall: a world whose time stands still is broken.</param>
    public void Run(TimeSpan limit)
    {
        Queue();
        if (!_over.Wait(limit))
        {
            Failure = StandsStill;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (ThreadPool.PendingWorkItemCount == 0)
        {
            if (_turns.Count > 0)
            {
                Happen(NextTurn());
                continue;
            }

            if (!_due.TryDequeue(out var due, out var place))
            {
                _over.Set();
                return;
            }

            _now = place.At;
            Happen(due);
        }

        Queue();
    }

    private Due NextTurn()
    {
        var index = Random.Next(_turns.Count);
        var turn = _turns[index];
        _turns.RemoveAt(index);
        return turn;
    }

    private void Happen(Due due)
    {
        if (due.IsCancelled || due.Node.IsDead)
        {
            return;
        }

        if (due.Node.IsFrozen)
        {
            due.Node.Held.Add(due);
            return;
        }

        try
        {
            due.Run();
        }
#pragma warning disable CA1031 // Whatever it is, the schedule has failed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception.ToString());
        }
    }

    private void Put(Due due, TimeSpan delay) => _due.Enqueue(due, (_now + Math.Max(0, delay.Ticks), ++_order));

    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
