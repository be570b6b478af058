using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

/// <summary>One PostgreSQL for all tests that leave it running.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<SharedPostgres>
{
    public const string Name = "PostgreSQL";

    internal static StoreOptions Options(string connectionString, TemporaryFolder folder, TimeSpan? limit = null) => new()
    {
        Provider = StoreProvider.PostgreSql,
        ConnectionString = connectionString + ";SSL Mode=Disable",
        KeyFile = folder["seal.key"],
        MayCreateKey = true,
        CallLimit = limit ?? TimeSpan.FromSeconds(3),
    };
}
