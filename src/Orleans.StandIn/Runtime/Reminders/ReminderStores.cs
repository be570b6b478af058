namespace Orleans.Runtime;

/// <summary>One row of the table of reminders. The tag changes with every write.</summary>
[GenerateSerializer, Immutable, Alias("standin.Reminder")]
internal sealed record Reminder : IGrainReminder
{
    [Id(0)]
    public required GrainId Grain { get; init; }

    [Id(1)]
    public required string ReminderName { get; init; }

    /// <summary>When it ticks first, in UTC.</summary>
    [Id(2)]
    public required DateTime StartAt { get; init; }

    [Id(3)]
    public required TimeSpan Period { get; init; }

    [Id(4)]
    public string Tag { get; init; } = "";

    /// <summary>The first tick after a moment.</summary>
    public DateTime NextAfter(DateTime now) =>
        now < StartAt ? StartAt : StartAt + (((long)((now - StartAt) / Period) + 1) * Period);
}

/// <summary>The table of reminders.</summary>
internal interface IReminderStore
{
    /// <summary>Throws where the table cannot be used: the silo does not start then.</summary>
    Task StartAsync(CancellationToken cancellation);

    Task<IReadOnlyList<Reminder>> ReadAllAsync();

    /// <summary>Writes whatever is stored, and returns the new tag.</summary>
    Task<string> WriteAsync(Reminder reminder);

    /// <summary>Removes if the tag is the stored one.</summary>
    Task<bool> RemoveAsync(Reminder reminder);
}

/// <summary>The table of the one activation that looks after the reminders.</summary>
internal sealed class MemoryReminderStore : IReminderStore
{
    private readonly Dictionary<(GrainId, string), Reminder> _rows = [];
    private int _writes;

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<Reminder>> ReadAllAsync() => Task.FromResult<IReadOnlyList<Reminder>>([.. _rows.Values]);

    public Task<string> WriteAsync(Reminder reminder)
    {
        var tag = $"{++_writes}";
        _rows[(reminder.Grain, reminder.ReminderName)] = reminder with { Tag = tag };
        return Task.FromResult(tag);
    }

    public Task<bool> RemoveAsync(Reminder reminder)
    {
        var key = (reminder.Grain, reminder.ReminderName);
        return Task.FromResult(_rows.TryGetValue(key, out var known) && known.Tag == reminder.Tag && _rows.Remove(key));
    }
}
