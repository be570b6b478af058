using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting
{
    public sealed class ReminderOptions
    {
        /// <summary>Shorter periods are refused. Default 1 min.</summary>
        public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

        /// <summary>How often the table is read again. Default 5 min.</summary>
        public TimeSpan RefreshReminderListPeriod { get; set; } = TimeSpan.FromMinutes(5);
    }

    public static class SiloBuilderReminderMemoryExtensions
    {
        /// <summary>Reminders in the memory of the cluster: lost with the silo that happens to hold them.</summary>
        public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) => builder.ConfigureServices(services =>
        {
            services.AddTransient<IReminderStore, MemoryReminderStore>();
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ReminderService>();
        });
    }

    public static class SiloBuilderReminderExtensions
    {
        /// <summary>Reminders in a table that is read and written by the queries in the database's OrleansQuery.</summary>
        public static ISiloBuilder UseAdoNetReminderService(
            this ISiloBuilder builder, Action<AdoNetReminderTableOptions> configureOptions) => builder.ConfigureServices(services =>
        {
            services.Configure(configureOptions);
            services.AddSingleton<IReminderStore, AdoNetReminderStore>();
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ReminderService>();
        });
    }
}

namespace Orleans.Configuration
{
    public class AdoNetReminderTableOptions
    {
        /// <summary>"Npgsql", for PostgreSQL: no other one here.</summary>
        public string Invariant { get; set; } = null!;

        public string? ConnectionString { get; set; }
    }
}
