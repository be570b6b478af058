using System.Text.Json.Nodes;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary><c>camera model publish</c>: silos whose folder of models is empty, and a database that has one.</summary>
public sealed class PublishedModelTests : IAsyncLifetime, IDisposable
{
    private const int Classes = 7;
    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync()
    {
        // It finds nothing, in YOLOv8's words.
        const int Cells = 84;
        await File.WriteAllBytesAsync(_folder["tiny.onnx"], new TinyDetector { Outputs = [new("output0", [4 + Classes, Cells], new float[(4 + Classes) * Cells])] }.ToArray());
        await File.WriteAllTextAsync(_folder["tiny.json"], """{ "name": "tiny", "layout": "yolov8", "labels": ["a", "b", "c", "d", "e", "f", "g"], "requires": ["cpu"] }""");
        await SceneEncoder.EncodeAsync(SceneSituations.Single(3), _folder["clip.mp4"]);
        var sources = new JsonObject { ["Roots"] = new JsonArray(_folder.FullName) };
        await File.WriteAllTextAsync(_folder["all.json"], new JsonObject { ["Camera"] = new JsonObject { ["Sources"] = sources } }.ToJsonString());
    }

    public async Task DisposeAsync() => await RunAsync("cluster", "stop");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_only_the_database_has_runs_on_every_silo()
    {
        await DoneAsync("cluster", "start", "--silos", "2", "--config", _folder["all.json"]);
        await DoneAsync("model", "publish", _folder["tiny.onnx"]);
        await DoneAsync("model", "publish", _folder["tiny.onnx"], "--name", "small");
        Assert.Contains("small", (await DoneAsync("model", "published")).Text, StringComparison.Ordinal);

        await DoneAsync("add", "street", _folder["clip.mp4"], "--detector", "tiny", "--line", "door=0.1,0.5,0.9,0.5");

        ProgramRun? why = null;
        await ProcessCluster.UntilAsync(
            async () => (why = await RunAsync("status", "--why", "tiny")).Text.Split("runs tiny/").Length == 3, () => $"{why?.Text} {why?.Error}", TimeSpan.FromMinutes(3));
        Assert.Contains("Its manifest requires: cpu.", why!.Text, StringComparison.Ordinal);

        await DoneAsync("model", "unpublish", "small");
        var twice = await RunAsync("model", "unpublish", "small");
        Assert.NotEqual(0, twice.ExitCode);
        Assert.Contains("No model 'small' is published", twice.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("model", "publish", "nothing")).ExitCode);
    }

    private async Task<ProgramRun> DoneAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.Error}");
        return run;
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) =>
        CameraProcess.RunWithAsync(start => start.Environment["CAMERA_MODELS"] = _folder["none"], [.. arguments, "--state", _folder["state"]]);
}
