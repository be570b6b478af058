using Npgsql;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

[Collection(PostgresCollection.Name)]
public sealed class PostgresModelLibraryTests(SharedPostgres postgres) : ModelLibraryTests
{
    private readonly TemporaryFolder _folder = new();
    private string _database = "";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task<TestStore> MakeAsync() =>
        await TestStore.PreparedAsync(PostgresCollection.Options(_database = await postgres.Server.CreateDatabaseAsync(), _folder));

    private protected override async Task RunAsync(TestStore store, string sql)
    {
        await using var connection = new NpgsqlConnection(_database + ";SSL Mode=Disable");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
