using Npgsql;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

[Collection(PostgresCollection.Name)]
public sealed class PostgresDefinitionStoreTests(SharedPostgres postgres) : DefinitionStoreTests
{
    private readonly TemporaryFolder _folder = new();
    private string _connectionString = "";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task<TestStore> MakeAsync()
    {
        _connectionString = await postgres.Server.CreateDatabaseAsync();
        return await TestStore.PreparedAsync(PostgresCollection.Options(_connectionString, _folder));
    }

    private protected override TestStore WithOtherKey() => TestStore.Of(new StoreOptions
    {
        Provider = StoreProvider.PostgreSql, ConnectionString = _connectionString, KeyFile = _folder["other.key"], MayCreateKey = true,
    });

    private protected override async Task<byte[]> DumpAsync(TestStore store)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        var dump = await ProgramRun.OfAsync(
            "pg_dump", ["-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, settings.Database!]);
        return dump.Output;
    }
}
