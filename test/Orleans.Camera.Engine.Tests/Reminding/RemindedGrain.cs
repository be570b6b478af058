using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Reminding;

public interface IRemindedGrain : IGrainWithStringKey
{
    Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task<bool> HasAsync(string name);

    /// <summary>Unregisters a reminder by what was known of it before it was changed.</summary>
    Task ForgetOldAsync(string name);

    Task ForgetAsync(string name);

    Task DeactivateAsync();
}

/// <summary>Writes "NAME NUMBER", and once the status, into the journal under its own key.</summary>
[PreferLocalPlacement]
public sealed class RemindedGrain(Journal journal) : Grain, IRemindedGrain, IRemindable
{
    private string Key => this.GetPrimaryKeyString();

    public Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is { } reminder && reminder.ReminderName == name;

    public async Task ForgetOldAsync(string name)
    {
        var old = await this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(2), TimeSpan.FromHours(1));
        await this.UnregisterReminder(old);
    }

    public async Task ForgetAsync(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Write($"{Key} status", $"{status.FirstTickTime <= status.CurrentTickTime} {status.Period} {status.CurrentTickTime.Kind}");
        journal.Write(Key, $"{reminderName} {journal.Of(Key).Count(entry => entry.StartsWith(reminderName, StringComparison.Ordinal)) + 1}");
        return Task.CompletedTask;
    }
}

/// <summary>Wants to be reminded, and has nowhere to be.</summary>
public interface IForgetfulGrain : IGrainWithStringKey
{
    Task RemindAsync();
}

public sealed class ForgetfulGrain : Grain, IForgetfulGrain
{
    public Task RemindAsync() => this.RegisterOrUpdateReminder("never", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
}
