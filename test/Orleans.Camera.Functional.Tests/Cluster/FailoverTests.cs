using System.Text.Json;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Three kills, and one of each other fault; the full numbers are those of the bench.</summary>
public sealed class FailoverTests(FailoverRun run) : IClassFixture<FailoverRun>
{
    [Theory]
    [InlineData("kill", 3, 3)]
    [InlineData("freeze", 1, 0)]
    [InlineData("pair", 1, 2)]
    [InlineData("drain", 1, 0)]
    [InlineData("store", 1, 0)]
    [InlineData("store-kill", 1, 1)]
    public void Nothing_is_lost_and_nothing_is_counted_twice(string fault, int count, int kills) => Check(fault, count, kills);

    [CutFact]
    public void Nothing_is_lost_where_a_silo_is_cut_off_from_the_others_or_from_the_store() => Check("cut", 2, 0);

    [Fact]
    public void The_last_line_sums_up()
    {
        Assert.True(run.Of("all").GetProperty("crossings").GetInt32() > 50, run.Error);
        Assert.Equal((0, 0, 0), LostDuplicatedDifferent(run.Of("all")));
    }

    [Fact]
    public async Task Without_the_right_to_cut_a_silo_off_the_bench_says_so_and_does_nothing()
    {
        var (program, arguments) = Environment.IsPrivilegedProcess
            ? ("setpriv", (string[])["--inh-caps=-all", "--bounding-set=-all", "--", .. FailoverBenchProcess.Command])
            : ("dotnet", FailoverBenchProcess.Command[1..]);

        var refused = await Testing.Processes.ProgramRun.OfAsync(program, [.. arguments, "--fault", "kill,cut"]);

        Assert.Equal(77, refused.ExitCode);
        Assert.Contains("--fault cut is not possible here: ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Lines);
    }

    [Theory]
    [InlineData("thirst", "--fault thirst: there is kill, freeze, pair, drain, store, store-kill, cut, and all")]
    [InlineData("kill:0", "--fault kill:0: how often must be from 1 to 1000")]
    [InlineData("all,kill", "--fault all,kill: kill is there twice")]
    [InlineData("", "--fault : there is kill")]
    public async Task Wrong_usage_says_what_is_right(string fault, string expected)
    {
        var refused = await FailoverBenchProcess.RunAsync("--fault", fault);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
    }

    private void Check(string fault, int count, int kills)
    {
        var report = run.Of(fault);
        Assert.Empty(report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.Equal((count, kills), (report.GetProperty("count").GetInt32(), report.GetProperty("kills").GetInt32()));
        Assert.True(report.GetProperty("crossings").GetInt32() > 0, run.Error);
        Assert.Equal((0, 0, 0), LostDuplicatedDifferent(report));
        var failover = report.GetProperty("failoverSeconds");
        Assert.InRange(failover.GetProperty("max").GetDouble(), 0.001, 60);
        Assert.InRange(report.GetProperty("picturesReRead").GetProperty("max").GetInt64(), 0, report.GetProperty("picturesReRead").GetProperty("allowed").GetInt64());
    }

    private static (int Lost, int Duplicated, int Differences) LostDuplicatedDifferent(JsonElement report) =>
        (report.GetProperty("lost").GetInt32(), report.GetProperty("duplicated").GetInt32(), report.GetProperty("differences").GetInt32());
}
