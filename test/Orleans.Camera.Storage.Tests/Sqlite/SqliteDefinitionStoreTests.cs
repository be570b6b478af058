using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

public sealed class SqliteDefinitionStoreTests : DefinitionStoreTests
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<TestStore> MakeAsync() => TestStore.PreparedAsync(SqliteStores.Options(_folder));

    private protected override TestStore WithOtherKey() =>
        TestStore.Of(new StoreOptions { Path = SqliteStores.Options(_folder).Path, KeyFile = _folder["other.key"], MayCreateKey = true });

    private protected override async Task<byte[]> DumpAsync(TestStore store)
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(SqliteStores.Options(_folder).Path)!);
        return [.. (await Task.WhenAll(files.Select(file => File.ReadAllBytesAsync(file)))).SelectMany(bytes => bytes)];
    }
}
