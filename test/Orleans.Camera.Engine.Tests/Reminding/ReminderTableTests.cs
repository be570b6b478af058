using Npgsql;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Engine.Tests.Reminding;

/// <summary>Reminders in PostgreSQL, by the statements that our migrations put into OrleansQuery.</summary>
public class ReminderTableTests
{
    [Fact]
    public async Task Reminders_in_a_database_outlive_all_silos()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await MigrateAsync(database);
        await using (var first = await StartAsync(database))
        {
            var grain = first.Client(0).GetGrain<IRemindedGrain>("kept");
            await grain.RemindAsync("late", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            await grain.RemindAsync("tick", TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
            await first.Journal.Seen("kept", "tick 1");
        }

        await using var second = await StartAsync(database);
        await second.Journal.Seen("kept", "tick 1");

        var again = second.Client(0).GetGrain<IRemindedGrain>("kept");
        Assert.True(await again.HasAsync("late"));
        Assert.All(second.Journal.Of("kept status"), status => Assert.Equal($"True {TimeSpan.FromMilliseconds(200)} Utc", status));
        await Assert.ThrowsAsync<ReminderException>(() => again.ForgetOldAsync("late"));
        await again.ForgetAsync("late");
        Assert.False(await again.HasAsync("late"));
    }

    [Fact]
    public async Task A_silo_does_not_start_where_a_statement_is_missing()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await MigrateAsync(database);
        await ExecuteAsync(database, "delete from OrleansQuery where QueryKey = 'UpsertReminderRowKey'");

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(database));

        Assert.Contains("UpsertReminderRowKey", fault.ToString());
    }

    private static Task<EngineCluster> StartAsync(string database) => EngineCluster.StartAsync(1, silo => silo
        .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database))
        .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100)));

    /// <summary>Twice, because a silo that starts applies them whether or not another one has.</summary>
    private static async Task MigrateAsync(string database)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "migrations")).Order(StringComparer.Ordinal)];
        foreach (var file in (string[])[.. files, .. files])
        {
            await ExecuteAsync(database, await File.ReadAllTextAsync(file));
        }
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
