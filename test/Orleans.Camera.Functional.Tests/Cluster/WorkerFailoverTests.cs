using System.Text.Json;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>One kill and one freeze of a worker's silo; the full numbers are those of the bench.</summary>
public sealed class WorkerFailoverTests
{
    /// <summary>A picture that another worker takes is late by half its deadline at most; this machine may be busy with other tests.</summary>
    private const double MostMilliseconds = 1500;

    /// <summary>In seconds, in place of the 0.3 that the bench keeps to: beside other tests, nobody may answer within that.</summary>
    private const string Deadline = "1.2";

    [Fact]
    public async Task A_worker_whose_silo_dies_or_stands_still_costs_no_picture_that_another_can_take()
    {
        var run = await FailoverBenchProcess.RunWithAsync(
            start => start.Environment["CAMERA__WORKERS__DEADLINE"] = Deadline, "--workers", "--kills", "1", "--freezes", "1", "--json");

        using var json = JsonDocument.Parse(run.Lines[^1]);
        var report = json.RootElement;
        int Number(string name) => report.GetProperty(name).GetInt32();
        Assert.Empty(report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.Equal((2, 1, 1), (Number("count"), Number("kills"), Number("freezes")));
        Assert.True(Number("crossings") > 10 && Number("liveCrossings") > 10, run.Error);
        Assert.Equal((0, 0, 0), (Number("lost"), Number("duplicated"), Number("differences")));
        Assert.Equal((0, 0), (Number("picturesLost"), Number("liveDifferences")));
        Assert.InRange(report.GetProperty("longestGapMs").GetDouble(), 100, MostMilliseconds);
    }

    [Theory]
    [InlineData("--workers", "--fault", "kill")]
    [InlineData("--workers", "--full")]
    [InlineData("--workers", "--kills", "0", "--freezes", "0")]
    [InlineData("--freezes", "1")]
    public async Task What_does_not_go_together_is_refused(params string[] arguments)
    {
        var refused = await FailoverBenchProcess.RunAsync(arguments);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--workers goes with --kills and --freezes", refused.Error, StringComparison.Ordinal);
    }
}
