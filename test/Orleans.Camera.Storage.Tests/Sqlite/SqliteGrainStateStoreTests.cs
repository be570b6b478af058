using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

public sealed class SqliteGrainStateStoreTests : GrainStateStoreTests
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<TestStore> MakeAsync() => TestStore.PreparedAsync(SqliteStores.Options(_folder));
}
