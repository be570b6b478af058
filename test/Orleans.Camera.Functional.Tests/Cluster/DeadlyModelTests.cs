using System.Text.Json;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>A model that kills its child process at every picture, from the camera through the registry to what an operator reads.</summary>
public sealed class DeadlyModelTests : IDisposable
{
    private const int MostDeaths = 5;
    private const string Signal = "it was killed (signal 8)";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();
    private readonly List<JsonElement> _seen = [];

    public void Dispose() => _folder.Dispose();

    [DeadlyModelFact]
    public async Task It_fails_its_worker_alone_and_everybody_is_told_why_and_since_when()
    {
        await TinyModels.WriteRedClipAsync(_folder["red.mp4"]);
        TinyModels.WriteHealthy(_folder["good.onnx"]);
        TinyModels.WriteDeadly(_folder["bad.onnx"]);
        await File.WriteAllTextAsync(_folder["silo.json"], """{ "Camera": { "Workers": { "Isolation": "process" } } }""");
        var begun = TimeProvider.System.GetUtcNow();
        await using var up = await CameraServer.StartAsync(_folder.FullName, "up", "--state", State, "--config", _folder["silo.json"]);
        await AddAsync("good", "--real-time");
        await AddAsync("bad");
        using var watch = new Watching(State);

        // The worker fails, and the camera says why.
        var failed = await SeeAsync(line => Is(line, "worker", _folder["bad.onnx"] + "/0") && Is(line, "state", "failed"));
        var (reason, since) = (failed.GetProperty("reason").GetString()!, failed.GetProperty("since").GetDateTimeOffset());
        Assert.Contains("its process died again and again", reason, StringComparison.Ordinal);
        Assert.Contains(Signal, reason, StringComparison.Ordinal);
        Assert.InRange(since, begun, TimeProvider.System.GetUtcNow());
        var bad = await SeeAsync(line => Is(line, "camera", "bad") && line.GetProperty("reason").GetString()!.Contains("died again and again", StringComparison.Ordinal));
        Assert.Equal("degraded", bad.GetProperty("state").GetString());
        Assert.Contains(Signal, bad.GetProperty("reason").GetString(), StringComparison.Ordinal);

        // An operator reads the same, and whoever watches is told.
        var alert = (await SeeAsync(line => line.TryGetProperty("alert", out var one) && Is(one, "rule", "worker-failed"))).GetProperty("alert");
        Assert.Equal($"worker {_folder["bad.onnx"]}/0", alert.GetProperty("where").GetString());
        var table = (await RunAsync("status")).Text;
        Assert.Contains($"worker {_folder["bad.onnx"]}/0 on ", table, StringComparison.Ordinal);
        Assert.Contains($" failed since {since:yyyy-MM-dd HH:mm:ss}: its process died", table, StringComparison.Ordinal);
        var raised = alert.GetProperty("since").GetDateTimeOffset();
        Assert.InRange(raised, since, TimeProvider.System.GetUtcNow());
        Assert.Contains($"CRITICAL since {raised:yyyy-MM-dd HH:mm:ss}: worker ", table, StringComparison.Ordinal);
        Assert.Contains("1 degraded", table, StringComparison.Ordinal);
        var told = await watch.FailureAsync();
        Assert.True(told.GetProperty("raised").GetBoolean());
        Assert.Equal(raised, told.GetProperty("since").GetDateTimeOffset(), TimeSpan.FromSeconds(1));

        // The other camera of the silo is not disturbed, and nothing is started again and again.
        await SeeAsync(line => Is(line, "camera", "good") && line.GetProperty("frame").GetInt64() > 0);
        Assert.All(_seen.Where(line => Is(line, "camera", "good")), line => Assert.DoesNotContain(line.GetProperty("state").GetString(), new[] { "degraded", "faulted", "reconnecting" }));
        var healthy = _seen.Where(line => line.TryGetProperty("worker", out var worker) && worker.GetString()!.StartsWith(_folder["good.onnx"], StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(healthy);
        Assert.All(healthy, line => Assert.NotEqual("failed", line.GetProperty("state").GetString()));
        Assert.All(
            healthy.Where(line => line.GetProperty("process").ValueKind == JsonValueKind.Object),
            line => Assert.Equal((0, ""), (line.GetProperty("process").GetProperty("restarts").GetInt32(), line.GetProperty("process").GetProperty("trouble").GetString())));
        Assert.Equal(0, await up.StopAsync());
        var minutes = Math.Ceiling((TimeProvider.System.GetUtcNow() - begun).TotalMinutes);
        var deaths = (await up.LogAsync()).Split('\n').Count(line => line.Contains("killed (signal 8)", StringComparison.Ordinal) && line.Contains("started again in", StringComparison.Ordinal));
        Assert.InRange(deaths, MostDeaths, MostDeaths * minutes);
    }

    private string State => _folder["state"];

    private static bool Is(JsonElement line, string name, string value) =>
        line.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String && property.GetString() == value;

    private async Task AddAsync(string name, params string[] options)
    {
        var added = await RunAsync(["add", name, _folder["red.mp4"], "--detector", _folder[$"{name}.onnx"], .. options]);
        Assert.True(added.ExitCode == 0, added.Error);
    }

    private Task<ProgramRun> RunAsync(params string[] args) => CameraProcess.RunAsync([.. args, "--state", State]);

    /// <summary>Asks for the status until it has such a line, and keeps all that it said.</summary>
    private async Task<JsonElement> SeeAsync(Func<JsonElement, bool> isWanted)
    {
        using var limit = new CancellationTokenSource(_patience);
        while (true)
        {
            var run = await RunAsync("status", "--json");
            var lines = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
            _seen.AddRange(lines);
            if (lines.FirstOrDefault(isWanted) is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }

            Assert.False(limit.IsCancellationRequested, run.Text + run.Error);
        }
    }

    /// <summary><c>camera watch</c>, which ends with the test, however that ends.</summary>
    private sealed class Watching(string state) : IDisposable
    {
        private readonly System.Diagnostics.Process _process = CameraProcess.Start("watch", "--json", "--state", state);

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }

        /// <summary>What it tells of the worker that fails.</summary>
        public async Task<JsonElement> FailureAsync()
        {
            using var limit = new CancellationTokenSource(_patience);
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (JsonDocument.Parse(line).RootElement is var json && Is(json, "rule", "worker-failed"))
                {
                    return json;
                }
            }

            throw new InvalidOperationException("The watch has ended: " + await _process.StandardError.ReadToEndAsync(limit.Token));
        }
    }
}
