using Npgsql;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Silo.Tests.Hosting;

/// <summary>A server of its own: it is ended.</summary>
public sealed class MembershipDatabaseTests : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private PostgresServer _server = null!;
    private MembershipDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = new MembershipDatabase(_server.ConnectionString, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_asks_while_the_server_is_away_is_answered_when_it_is_back()
    {
        await _database.StartedAsync(default);
        await _server.StopAsync();
        var asked = AskAsync();
        Assert.NotSame(asked, await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)));

        await _server.StartAgainAsync();

        Assert.Equal(1, await asked.WaitAsync(_patience));
    }

    [Fact]
    public async Task A_connection_that_died_with_the_server_is_not_handed_out()
    {
        await _database.StartedAsync(default);
        Assert.Equal(1, await AskAsync());
        await _server.StopAsync();
        await _server.StartAgainAsync();

        Assert.Equal(1, await AskAsync().WaitAsync(_patience));
    }

    [Fact]
    public async Task Who_asks_as_the_silo_starts_is_told_that_the_server_is_away()
    {
        await _server.StopAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync().WaitAsync(_patience));
    }

    [Fact]
    public async Task Whoever_waits_as_the_silo_stops_is_told_that_the_server_is_away()
    {
        await _database.StartedAsync(default);
        await _server.StopAsync();
        var asked = AskAsync();
        Assert.False(asked.IsCompleted);

        await _database.StoppingAsync(default);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => asked.WaitAsync(_patience));
    }

    [Fact]
    public async Task What_will_not_become_right_is_told_at_once()
    {
        await using var wrong = new MembershipDatabase(_server.ConnectionString + ";Database=nothing", TimeProvider.System);
        await wrong.StartedAsync(default);

        var refused = await Assert.ThrowsAsync<PostgresException>(async () => await wrong.OpenConnectionAsync().AsTask().WaitAsync(_patience));

        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
    }

    private async Task<int> AskAsync()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select 1";
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
