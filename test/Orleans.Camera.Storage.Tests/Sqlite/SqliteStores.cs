using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Storage.Sqlite;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

internal static class SqliteStores
{
    public static StoreOptions Options(TemporaryFolder folder) => new()
    {
        Provider = StoreProvider.Sqlite,
        Path = folder["state/camera.db"],
        KeyFile = folder["seal.key"],
        MayCreateKey = true,
    };

    public static Task<string> QueryAsync(TestStore store, string sql) => store.Services.GetRequiredService<SqliteDatabase>().CallAsync(
        connection =>
        {
            using var command = connection.Command(sql);
            return (string)command.ExecuteScalar()!;
        },
        default);
}
