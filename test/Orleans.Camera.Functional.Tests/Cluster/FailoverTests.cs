using System.Text.Json;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Three kills, and one of each other fault; the full numbers are those of the bench.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData("kill", 3)]
    [InlineData("freeze", 1)]
    [InlineData("pair", 1)]
    [InlineData("drain", 1)]
    [InlineData("store", 1)]
    [InlineData("store-kill", 1)]
    public async Task Nothing_is_lost_and_nothing_is_counted_twice(string fault, int count)
    {
        var run = await ProgramRun.OfAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "camera-bench.dll"), "failover", "--fault", fault, "--count", $"{count}", "--cameras", "4", "--json"],
            limit: TimeSpan.FromMinutes(6));

        Assert.True(run.Lines.Count > 0, run.Error);
        var report = JsonDocument.Parse(run.Lines[^1]).RootElement;
        Assert.True(report.GetProperty("crossings").GetInt32() > 50, run.Error);
        Assert.Equal((0, 0, 0), (Number("lost"), Number("duplicated"), Number("differences")));
        Assert.Empty(report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));

        int Number(string key) => report.GetProperty(key).GetInt32();
    }
}
