using System.Data.Common;
using Orleans.Camera.Storage.Migrations;

namespace Orleans.Camera.Storage.Tests.Migrations;

/// <summary>What the migrator promises; run on each database.</summary>
public abstract class MigratorTests : IAsyncLifetime
{
    private static readonly Migration _first = new(1, "0001-first", "create table first (n integer);");
    private static readonly Migration _second = new(2, "0002-second", "create table second (n integer);\ninsert into second values (1);");

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    private protected abstract string Folder { get; }

    [Fact]
    public async Task Each_is_applied_once_in_order()
    {
        Assert.Equal(["0001-first"], await MigrateAsync(_first));
        Assert.Equal(["0002-second"], await MigrateAsync(_first, _second));
        Assert.Empty(await MigrateAsync(_first, _second));
        Assert.Equal(1L, await CountAsync("second"));
    }

    [Fact]
    public async Task Several_silos_that_start_at_once_apply_each_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => MigrateAsync(_first, _second))));

        Assert.Equal(["0001-first", "0002-second"], applied.SelectMany(names => names));
        Assert.Equal(1L, await CountAsync("second"));
    }

    [Fact]
    public async Task One_that_was_changed_after_it_was_applied_is_refused()
    {
        await MigrateAsync(_first);

        var fault = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(_first with { Sql = _first.Sql + " -- more" }, _second));

        Assert.Contains("0001-first was changed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_refused()
    {
        await MigrateAsync(_first, _second);

        var fault = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(_first));

        Assert.Contains("0002-second", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_is_undone_and_can_be_repaired()
    {
        var broken = new Migration(2, "0002-broken", "create table second (n integer); create tabel third (n integer);");

        var fault = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(_first, broken));

        Assert.Contains("0002-broken fails", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["0002-second"], await MigrateAsync(_first, _second));
    }

    [Fact]
    public async Task Those_of_this_program_are_numbered_without_doubt_and_apply()
    {
        var all = Migration.For(Folder);

        Assert.Contains(all, migration => migration.Name == "0010-camera");
        Assert.Equal(all.Count, all.Select(migration => migration.Number).Distinct().Count());
        Assert.Equal(all.Select(migration => migration.Name), await MigrateAsync([.. all]));
    }

    private Task<IReadOnlyList<string>> MigrateAsync(params Migration[] migrations) => new Migrator(migrations, OpenAsync).MigrateAsync(default);

    private async Task<object?> CountAsync(string table)
    {
        await using var connection = await OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return await command.ExecuteScalarAsync();
    }
}
