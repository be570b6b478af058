using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

[Collection(PostgresCollection.Name)]
public sealed class PostgresGrainStateStoreTests(SharedPostgres postgres) : GrainStateStoreTests
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task<TestStore> MakeAsync() =>
        await TestStore.PreparedAsync(PostgresCollection.Options(await postgres.Server.CreateDatabaseAsync(), _folder));
}
