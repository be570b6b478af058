using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Functional.Tests.Count;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Storage.Sealing;
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
            using var client = SampleClient.Start(again.Gateway, "street", await TokenAsync("viewer"));
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
        using var client = SampleClient.Start(up.Gateway, "street", await TokenAsync("viewer"));
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
    public async Task A_command_with_a_token_may_what_its_role_may_and_is_told_what_it_lacks()
    {
        await using var up = await StartAsync();
        var viewer = await TokenAsync("viewer");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(State, "token.key")));

        Assert.Equal(0, (await WithTokenAsync(viewer, "status")).ExitCode);
        var weak = await WithTokenAsync(viewer, "add", "street", clip.Path);
        Assert.Equal(5, weak.ExitCode);
        Assert.Contains("needs the role admin, and the token of 'client' has viewer", weak.Error, StringComparison.Ordinal);
        var forged = await WithTokenAsync(viewer[..^1] + (viewer[^1] == 'A' ? 'E' : 'A'), "status");
        Assert.Equal(5, forged.ExitCode);
        Assert.Contains("was not signed with the key of the cluster", forged.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await WithTokenAsync(await TokenAsync("admin"), "add", "street", clip.Path)).ExitCode);

        File.Move(Path.Combine(State, "token.key"), _folder["elsewhere"]);
        var missing = await RunAsync("status");
        Assert.Equal(5, missing.ExitCode);
        Assert.Contains("came without a token: get one with 'camera token'", missing.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["token"], viewer);
        await File.WriteAllTextAsync(_folder["client.json"], $$$"""{ "Camera": { "Endpoints": { "GatewayPort": {{{up.Gateway}}} }, "Security": { "Token": "token" } } }""");
        Assert.Equal(0, (await CameraProcess.RunAsync("status", "--config", _folder["client.json"])).ExitCode);
    }

    [Fact]
    public async Task A_watch_ends_when_its_token_does_and_goes_on_with_one_that_was_renewed()
    {
        await using var up = await StartAsync();
        Assert.Equal(0, (await RunAsync("add", "street", clip.Path)).ExitCode);
        var tokens = new ClusterTokens(KeyFile.Read(Path.Combine(State, "token.key"), mayCreate: false), "camera", TimeProvider.System);
        var brief = tokens.Issue("lobby", CallerRole.Viewer, TimeSpan.FromSeconds(8));
        await File.WriteAllTextAsync(_folder["token"], brief);
        await File.WriteAllTextAsync(_folder["client.json"], $$$"""{ "Camera": { "Endpoints": { "GatewayPort": {{{up.Gateway}}} }, "Security": { "Token": "token" } } }""");
        using var renewed = CameraProcess.Start("watch", "--json", "--config", _folder["client.json"]);
        var ended = WithTokenAsync(brief, "watch", "--json");
        await File.WriteAllTextAsync(_folder["token"], tokens.Issue("lobby", CallerRole.Viewer, TimeSpan.FromDays(1)));

        var run = await ended;

        Assert.Equal((5, ""), (run.ExitCode, run.Text));
        Assert.Contains("the token of 'lobby' ended at", run.Error, StringComparison.Ordinal);
        Assert.Contains("get one with 'camera token'", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        // Long enough for the other one to have shown its token again, more than once.
        Assert.Equal(5, (await WithTokenAsync(brief, "status")).ExitCode);
        Assert.Equal(5, (await WithTokenAsync(brief, "status")).ExitCode);
        Assert.False(renewed.HasExited);
        renewed.Kill();
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

    private Task<ProgramRun> WithTokenAsync(string token, params string[] args) =>
        CameraProcess.RunWithAsync(start => start.Environment["CAMERA_TOKEN"] = token, [.. args, "--state", State]);

    private async Task<string> TokenAsync(string role) => (await RunAsync("token", "--role", role)).Text.Trim();

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
