using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Engine.Tests.StandIn;

public class QueriesTests
{
    /// <summary>More than there are attempts.</summary>
    private const int Connections = 20;

    [Fact]
    public async Task Connections_that_a_restart_of_the_database_has_broken_are_not_noticed_however_many_lie_there()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var queries = new Queries("Npgsql", await postgres.CreateDatabaseAsync());
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(queries, "SELECT 1 FROM pg_sleep(0.5)")));

        await postgres.StopAsync();
        await postgres.StartAgainAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(queries, "SELECT 1")));
        Assert.All(answers, answer => Assert.Equal([1], answer));
    }

    private static Task<List<int>> AskAsync(Queries queries, string text) => queries.RunTextAsync(text, row => row.GetInt32(0), CancellationToken.None);
}
