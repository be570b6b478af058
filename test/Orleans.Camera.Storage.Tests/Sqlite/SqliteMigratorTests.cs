using System.Data.Common;
using Orleans.Camera.Storage.Sqlite;
using Orleans.Camera.Storage.Tests.Migrations;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

public sealed class SqliteMigratorTests : MigratorTests
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase _database = null!;

    public override Task InitializeAsync()
    {
        _database = new SqliteDatabase(SqliteStores.Options(_folder));
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private protected override string Folder => "Sqlite";

    private protected override Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => _database.OpenLockedAsync(cancellationToken);
}
