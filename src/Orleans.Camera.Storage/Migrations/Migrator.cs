using System.Data.Common;
using System.Globalization;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Migrations;

/// <summary>
/// Applies the migrations that a database lacks, in the order of their numbers, each in a transaction with its record.
/// Several silos may do it at once: one works, the others wait and find nothing to do.
/// </summary>
/// <param name="migrations">All that this program knows.</param>
/// <param name="open">A connection that nobody else has, with the lock taken; closing it gives the lock back.</param>
internal sealed class Migrator(IReadOnlyList<Migration> migrations, Func<CancellationToken, Task<DbConnection>> open)
{
    private const string Table =
        """
        create table if not exists camera_migration (
            number integer primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default current_timestamp
        );
        """;

    /// <returns>The names of those that were applied.</returns>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    /// <exception cref="MigrationException">The schema is newer than this program, or an applied migration was changed.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var connection = await open(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        try
        {
            await RunAsync(connection, null, Table, cancellationToken).ConfigureAwait(false);
            var applied = await ReadAppliedAsync(connection, cancellationToken).ConfigureAwait(false);
            Check(applied);
            var missing = migrations.Where(migration => !applied.ContainsKey(migration.Number)).ToArray();
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migration, cancellationToken).ConfigureAwait(false);
            }

            return [.. missing.Select(migration => migration.Name)];
        }
        catch (DbException exception) when (exception.IsTransient)
        {
            throw new StoreUnavailableException($"The database broke off while its schema was brought up to date: {exception.Message}", exception);
        }
    }

    private static async Task ApplyAsync(DbConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        try
        {
            await RunAsync(connection, transaction, migration.Sql, cancellationToken).ConfigureAwait(false);

            // Name and checksum come from this program: digits, letters and hyphens.
            var record = string.Create(
                CultureInfo.InvariantCulture,
                $"insert into camera_migration (number, name, checksum) values ({migration.Number}, '{migration.Name}', '{migration.Checksum}')");
            await RunAsync(connection, transaction, record, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (!exception.IsTransient)
        {
            throw new MigrationException($"Migration {migration.Name} fails, and was undone: {exception.Message}", exception);
        }
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> ReadAppliedAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select number, name, checksum from camera_migration";
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var applied = new Dictionary<int, (string Name, string Checksum)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private static async Task RunAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Check(Dictionary<int, (string Name, string Checksum)> applied)
    {
        foreach (var (number, (name, checksum)) in applied)
        {
            var known = migrations.FirstOrDefault(migration => migration.Number == number) ?? throw new MigrationException(
                $"The database has migration {name}, which this program does not know: a newer version made it. Start that version.");
            if (known.Checksum != checksum)
            {
                throw new MigrationException(
                    $"Migration {name} was changed after it was applied to this database. Undo the change, and add a new migration instead.");
            }
        }
    }
}
