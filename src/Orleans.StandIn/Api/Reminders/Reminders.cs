using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>A grain that can be reminded. It is activated for that where it is not active.</summary>
    public interface IRemindable : IGrain
    {
        Task ReceiveReminder(string reminderName, TickStatus status);
    }

    /// <summary>Reminders of the calling grain. They outlast its activation, and the cluster where their table does.</summary>
    public static class GrainReminderExtensions
    {
        /// <summary>Registers a reminder, or changes the one of that name. The period has a minimum: <see cref="ReminderOptions"/>.</summary>
        public static async Task<IGrainReminder> RegisterOrUpdateReminder(
            this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
        {
            if (grain is not IRemindable)
            {
                throw new InvalidOperationException($"{grain.GrainContext.GrainId} must be an {nameof(IRemindable)} to be reminded.");
            }

            var reminders = Reminders(grain, reminderName, out var options);
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
            if (period < options.MinimumReminderPeriod || period == TimeSpan.Zero)
            {
                throw new ArgumentException(
                    $"The period {period} of reminder {reminderName} is less than the minimum {options.MinimumReminderPeriod}.", nameof(period));
            }

            return await reminders.SetAsync(grain.GrainContext.GrainId, reminderName, dueTime, period).ConfigureAwait(true);
        }

        /// <returns>Null where there is none of that name.</returns>
        public static async Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
            await Reminders(grain, reminderName, out _).GetAsync(grain.GrainContext.GrainId, reminderName).ConfigureAwait(true);

        /// <exception cref="ReminderException">It has been changed since it was registered or looked up.</exception>
        public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
            Reminders(grain, reminder.ReminderName, out _).RemoveAsync((Reminder)reminder);

        private static IReminderGrain Reminders(IGrainBase grain, string name, out ReminderOptions options)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            var services = Activation.Current(grain.GrainContext).ActivationServices;
            options = services.GetRequiredService<IOptions<ReminderOptions>>().Value;
            return services.GetService<IReminderStore>() is not null
                ? services.GetRequiredService<IGrainFactory>().GetGrain<IReminderGrain>(0)
                : throw new OrleansConfigurationException("No reminder service is configured: see UseAdoNetReminderService.");
        }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A reminder as its grain holds it.</summary>
    public interface IGrainReminder
    {
        string ReminderName { get; }
    }

    /// <summary>Which tick this is. Times are in UTC.</summary>
    [GenerateSerializer, Immutable]
    public readonly struct TickStatus
    {
        public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
        {
            FirstTickTime = firstTickTime;
            Period = period;
            CurrentTickTime = timeStamp;
        }

        [Id(0)]
        public DateTime FirstTickTime { get; }

        [Id(1)]
        public TimeSpan Period { get; }

        [Id(2)]
        public DateTime CurrentTickTime { get; }
    }

    /// <summary>A reminder could not be changed.</summary>
    [GenerateSerializer]
    public sealed class ReminderException : OrleansException
    {
        public ReminderException(string message) : base(message)
        {
        }
    }
}
