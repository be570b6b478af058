namespace Orleans.Runtime;

/// <summary>The activation whose turn this thread runs. It does not flow: what leaves the turn has none.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static Activation? _current;

    public static Activation? Current => _current;

    public static Activation? Enter(Activation? activation)
    {
        var before = _current;
        _current = activation;
        return before;
    }
}

/// <summary>Runs the tasks of one activation one after another: its turns. Awaits come back here by themselves.</summary>
internal sealed class TurnScheduler(Activation owner, Action<IThreadPoolWorkItem> queue) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Turns in a row before other activations get the thread.</summary>
    private const int Burst = 32;

    private readonly Queue<Task> _tasks = new();
    private bool _scheduled;

    public override int MaximumConcurrencyLevel => 1;

    void IThreadPoolWorkItem.Execute()
    {
        var before = RuntimeContext.Enter(owner);
        try
        {
            for (var i = 0; i < Burst && Next() is { } task; i++)
            {
                TryExecuteTask(task);
            }
        }
        finally
        {
            RuntimeContext.Enter(before);
        }

        lock (_tasks)
        {
            _scheduled = _tasks.Count > 0;
            if (!_scheduled)
            {
                return;
            }
        }

        queue(this);
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        queue(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, owner) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            return _tasks.TryDequeue(out var task) ? task : null;
        }
    }
}
