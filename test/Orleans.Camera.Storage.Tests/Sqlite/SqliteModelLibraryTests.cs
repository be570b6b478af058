using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Storage.Sqlite;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

public sealed class SqliteModelLibraryTests : ModelLibraryTests
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<TestStore> MakeAsync() => TestStore.PreparedAsync(SqliteStores.Options(_folder));

    private protected override Task RunAsync(TestStore store, string sql) =>
        store.Services.GetRequiredService<SqliteDatabase>().CallAsync(connection => connection.Run(sql), default);
}
