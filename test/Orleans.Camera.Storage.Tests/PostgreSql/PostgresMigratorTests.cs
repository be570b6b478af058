using System.Data.Common;
using Orleans.Camera.Storage.PostgreSql;
using Orleans.Camera.Storage.Tests.Migrations;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

[Collection(PostgresCollection.Name)]
public sealed class PostgresMigratorTests(SharedPostgres postgres) : MigratorTests
{
    private readonly TemporaryFolder _folder = new();
    private PostgresDatabase _database = null!;

    public override async Task InitializeAsync() =>
        _database = new PostgresDatabase(PostgresCollection.Options(await postgres.Server.CreateDatabaseAsync(), _folder), TimeProvider.System);

    public override async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private protected override string Folder => "PostgreSql";

    private protected override Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => _database.OpenLockedAsync(cancellationToken);
}
