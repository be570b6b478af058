using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Orleans.Runtime;

/// <summary>Looks after all reminders of the cluster: one activation, which every silo keeps up.</summary>
[Alias("standin.IReminderGrain")]
internal interface IReminderGrain : IGrainWithIntegerKey
{
    /// <summary>Does nothing but begin the activation.</summary>
    Task WakeAsync();

    Task<Reminder> SetAsync(GrainId grain, string name, TimeSpan dueTime, TimeSpan period);

    Task<Reminder?> GetAsync(GrainId grain, string name);

    Task RemoveAsync(Reminder reminder);
}

[KeepAlive, GrainType("standin.reminders")]
internal sealed class ReminderGrain(
    IReminderStore store, IGrainFactory grains, TimeProvider time, IOptions<ReminderOptions> options, ILogger<ReminderGrain> log)
    : Grain, IReminderGrain
{
    /// <summary>Timers do not reach further than seven weeks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Dictionary<(GrainId, string), (Reminder Row, IGrainTimer Timer)> _planned = [];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await ReadAsync().ConfigureAwait(true);
        var refresh = options.Value.RefreshReminderListPeriod;
        this.RegisterGrainTimer(ReadAsync, refresh, refresh);
    }

    public Task WakeAsync() => Task.CompletedTask;

    public async Task<Reminder> SetAsync(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        var row = new Reminder { Grain = grain, ReminderName = name, StartAt = Now + dueTime, Period = period };
        row = row with { Tag = await store.WriteAsync(row).ConfigureAwait(true) };
        Plan(row, row.StartAt);
        return row;
    }

    public Task<Reminder?> GetAsync(GrainId grain, string name) =>
        Task.FromResult(_planned.TryGetValue((grain, name), out var known) ? known.Row : null);

    public async Task RemoveAsync(Reminder reminder)
    {
        var removed = await store.RemoveAsync(reminder).ConfigureAwait(true);
        if (!removed && await GetAsync(reminder.Grain, reminder.ReminderName).ConfigureAwait(true) is not null)
        {
            throw new ReminderException($"Reminder {reminder.ReminderName} of {reminder.Grain} has been changed: look it up again.");
        }

        Forget((reminder.Grain, reminder.ReminderName));
    }

    private async Task ReadAsync()
    {
        var rows = (await store.ReadAllAsync().ConfigureAwait(true)).ToDictionary(row => (row.Grain, row.ReminderName));
        foreach (var gone in _planned.Keys.Where(key => !rows.ContainsKey(key)).ToArray())
        {
            Forget(gone);
        }

        foreach (var (key, row) in rows)
        {
            if (!_planned.TryGetValue(key, out var known) || known.Row.Tag != row.Tag)
            {
                Plan(row, row.NextAfter(Now));
            }
        }
    }

    private void Forget((GrainId, string) key)
    {
        if (_planned.Remove(key, out var known))
        {
            known.Timer.Dispose();
        }
    }

    private void Plan(Reminder row, DateTime next)
    {
        var key = (row.Grain, row.ReminderName);
        Forget(key);
        _planned[key] = (row, this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions { DueTime = Until(next), Period = Timeout.InfiniteTimeSpan, Interleave = true }));

        async Task TickAsync()
        {
            if (Now >= next)
            {
                await RemindAsync(row).ConfigureAwait(true);
                next = row.NextAfter(Now);
            }

            if (_planned.TryGetValue(key, out var known) && ReferenceEquals(known.Row, row))
            {
                known.Timer.Change(Until(next), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan Until(DateTime moment)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (moment - Now).TotalMilliseconds)));
        return wait < Longest ? wait : Longest;
    }

    private async Task RemindAsync(Reminder row)
    {
        try
        {
            await grains.GetGrain<IRemindable>(row.Grain)
                .ReceiveReminder(row.ReminderName, new(row.StartAt, row.Period, Now)).ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            log.ReminderFailed(exception, row.ReminderName, row.Grain);
        }
    }
}
