using System.Text.Json;
using Orleans.Camera.Functional.Tests.Count;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary><c>camera up</c> and the commands that speak to it.</summary>
public sealed class UpTests(StreetClip clip) : IClassFixture<StreetClip>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_camera_counts_what_count_counts_and_it_is_still_there_after_a_restart()
    {
        var expected = CountRecords.Parse((await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line, "--json")).Lines);
        await using (var up = await StartAsync())
        {
            var added = await RunAsync("add", "street", clip.Path, "--line", clip.Line);
            Assert.Equal((0, "added street\n", ""), (added.ExitCode, added.Text, added.Error));

            var status = await StatusAsync(status => status.GetProperty("state").GetString() == "stopped");
            Assert.Equal(expected.Summary.GetProperty("frames").GetInt64(), status.GetProperty("frame").GetInt64());
            Assert.Equal(0, await up.StopAsync());
        }

        await using (var again = await StartAsync())
        {
            await StatusAsync(status => status.GetProperty("state").GetString() == "stopped");
            using var client = SampleClient.Start(again.Gateway, "street");
            var counts = await client.StandardOutput.ReadLineAsync();
            client.Kill();

            var crossings = expected.Crossings.Count;
            Assert.Equal($"counts {crossings} in {expected.Total(clip.LineName, "in")} out {expected.Total(clip.LineName, "out")}", counts);
            Assert.Equal(0, await again.StopAsync());
        }
    }

    [Fact]
    public async Task A_program_that_knows_only_the_interfaces_is_told_of_every_crossing_as_observer_and_by_the_stream()
    {
        await using var up = await StartAsync();
        using var client = SampleClient.Start(up.Gateway, "street");
        Assert.Equal("counts 0 in 0 out 0", await client.StandardOutput.ReadLineAsync());

        Assert.Equal(0, (await RunAsync("add", "street", clip.Path, "--line", clip.Line)).ExitCode);

        string[] lines = [(await client.StandardOutput.ReadLineAsync())!, (await client.StandardOutput.ReadLineAsync())!];
        client.Kill();
        Assert.Equal(["observer", "stream"], lines.Select(line => line.Split(' ')[0]).Order());
        Assert.All(lines, line => Assert.Equal(["street", "1", clip.LineName], line.Split(' ')[1..4]));
    }

    [Fact]
    public async Task What_cannot_be_is_said_and_disturbs_nothing()
    {
        await using var up = await StartAsync();

        Assert.Equal(0, (await RunAsync("add", "good", clip.Path, "--real-time")).ExitCode);
        var twice = await RunAsync("add", "good", clip.Path);
        Assert.Equal(1, twice.ExitCode);
        Assert.Contains("good", twice.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("add", "bad", "/etc/passwd")).ExitCode);
        var bad = await StatusAsync(status => status.GetProperty("state").GetString() == "faulted", "bad");
        Assert.Contains("/etc/passwd", bad.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("status")).ExitCode);

        var unknown = await RunAsync("remove", "goood");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("good", unknown.Error, StringComparison.Ordinal);

        var second = await RunAsync("up");
        Assert.Equal(5, second.ExitCode);
        Assert.Contains("runs in", second.Error, StringComparison.Ordinal);
        Assert.NotEqual("faulted", (await StatusAsync(_ => true, "good")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Where_nothing_runs_a_command_says_how_to_start_something()
    {
        var run = await RunAsync("status");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("camera up", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Camera\": { \"Endpoint\": {} } }", "Camera:Endpoint is unknown")]
    [InlineData("{ \"Camera\": { \"Endpoints\": { \"SiloPort\": 0 } } }", "SiloPort is 0: it is a whole number from 1 to 65535")]
    public async Task A_configuration_with_faults_starts_nothing(string text, string expected)
    {
        await File.WriteAllTextAsync(_folder["silo.json"], text);

        var run = await RunAsync("up", "--config", _folder["silo.json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State));
    }

    public void Dispose() => _folder.Dispose();

    private string State => _folder["state"];

    /// <summary>Sources may lie below the folder in which a cluster is started.</summary>
    private Task<CameraServer> StartAsync() => CameraServer.StartAsync(Path.GetDirectoryName(clip.Path)!, "up", "--state", State);

    private Task<ProgramRun> RunAsync(params string[] args) => CameraProcess.RunAsync([.. args, "--state", State]);

    private async Task<JsonElement> StatusAsync(Func<JsonElement, bool> isWanted, string camera = "street")
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var run = await RunAsync("status", "--json");
            var line = run.Lines.SingleOrDefault(line => line.Contains($"\"camera\":\"{camera}\"", StringComparison.Ordinal));
            if (line is not null && JsonDocument.Parse(line).RootElement is var status && isWanted(status))
            {
                return status;
            }
        }

        throw new TimeoutException($"{camera} did not come into the wanted state");
    }
}
