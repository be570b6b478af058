using System.Net;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Silos;
using Orleans.Camera.Storage.Tests.PostgreSql;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.Silos;

[Collection(PostgresCollection.Name)]
public sealed class SiloRegisterTests(SharedPostgres postgres) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        _connectionString = await postgres.Server.CreateDatabaseAsync();
        await using var store = await TestStore.PreparedAsync(new StoreOptions
        {
            Provider = StoreProvider.PostgreSql,
            ConnectionString = _connectionString,
            KeyFile = _folder["key"],
            MayCreateKey = true,
        });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Silos_of_one_cluster_and_version_join_and_join_again()
    {
        Assert.Null(await JoinAsync(Silo("one", "a", "1.0", "k")));
        Assert.Null(await JoinAsync(Silo("two", "a", "1.0", "k")));
        Assert.Null(await JoinAsync(Silo("one", "a", "1.0", "k")));
    }

    [Fact]
    public async Task A_silo_of_another_cluster_version_or_key_is_told_who_is_there()
    {
        Assert.Null(await JoinAsync(Silo("one", "a", "1.0", "k")));

        var ofOtherCluster = await JoinAsync(Silo("two", "b", "1.0", "k"));
        var ofTheSameName = await JoinAsync(Silo("one", "b", "1.0", "k"));
        var ofOtherVersion = await JoinAsync(Silo("two", "a", "1.1", "k"));
        var ofOtherKey = await JoinAsync(Silo("two", "a", "1.0", "l"));

        Assert.Contains("the silo one has another key for tokens than this one: copy its file here", ofOtherKey, StringComparison.Ordinal);
        Assert.Contains("belongs to the cluster 'a', whose silo one is running: this silo is of 'b'", ofOtherCluster, StringComparison.Ordinal);
        Assert.Equal(ofOtherCluster, ofTheSameName);
        Assert.Contains("one runs version 1.0 of this program, and this is 1.1", ofOtherVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_refused_holds_nobody_off_and_neither_does_who_has_left()
    {
        var one = Silo("one", "a", "1.0", "k");
        Assert.Null(await JoinAsync(one));
        Assert.NotNull(await JoinAsync(Silo("two", "b", "1.0", "k")));
        Assert.Null(await JoinAsync(Silo("three", "a", "1.0", "k")));

        await Register().LeaveAsync(one, default);
        await Register().LeaveAsync(Silo("three", "a", "1.0", "k"), default);

        Assert.Null(await JoinAsync(Silo("two", "b", "2.0", "k")));
    }

    [Fact]
    public async Task Of_two_different_silos_that_join_at_once_one_is_refused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => JoinAsync(Silo($"{number}", $"{number}", "1.0", "k"))));

        Assert.Single(answers, answer => answer is null);
    }

    [Theory]
    [InlineData(8, "8.0 s ahead of")]
    [InlineData(-8, "8.0 s behind")]
    public async Task A_silo_with_another_time_is_told_how_much(int seconds, string expected)
    {
        var fault = await new SiloRegister(_connectionString, new OtherTime(TimeSpan.FromSeconds(seconds))).JoinAsync(Silo("one", "a", "1.0", "k"), default);

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.Null(await new SiloRegister(_connectionString, new OtherTime(TimeSpan.FromSeconds(seconds / 2))).JoinAsync(Silo("one", "b", "1.0", "k"), default));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_unavailable() => await Assert.ThrowsAsync<StoreUnavailableException>(() =>
        new SiloRegister("Host=127.0.0.1;Port=1;Username=x", TimeProvider.System).JoinAsync(Silo("one", "a", "1.0", "k"), default));

    private static SiloRecord Silo(string name, string cluster, string version, string key) =>
        new(name, cluster, version, key, new IPEndPoint(IPAddress.Loopback, 11_111));

    private SiloRegister Register() => new(_connectionString, TimeProvider.System);

    private Task<string?> JoinAsync(SiloRecord silo) => Register().JoinAsync(silo, default);

    private sealed class OtherTime(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
    }
}
