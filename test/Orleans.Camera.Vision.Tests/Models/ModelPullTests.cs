using System.Security.Cryptography;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Models;

/// <summary>Downloads from a real server on loopback.</summary>
public sealed class ModelPullTests : IDisposable
{
    private static readonly byte[] Model =
        new TinyDetector { Outputs = KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three) }.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    [Fact]
    public async Task A_model_is_fetched_checked_and_stored()
    {
        using var server = new LoopbackFile($"HTTP/1.1 200 OK\r\nContent-Length: {Model.Length}", Model);
        var store = Store(server);
        var progress = new Progress();

        var pulled = await store.PullAsync("far", progress, CancellationToken.None);

        Assert.Equal(ModelLayout.YoloV8, pulled.Layout);
        Assert.Equal("GET /models/far.onnx HTTP/1.1", Assert.Single(server.Requests));
        Assert.Equal(new PullProgress(Model.Length, Model.Length), progress.Latest);
        Assert.Equal(Model, File.ReadAllBytes(store.Resolve("far").File));

        await store.PullAsync("far", progress, CancellationToken.None);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_with_other_contents_is_not_taken()
    {
        var other = Model.ToArray();
        other[^1] ^= 1;

        await AssertRefused($"HTTP/1.1 200 OK\r\nContent-Length: {other.Length}", other, "sha256");
    }

    [Fact]
    public Task A_file_of_another_size_is_not_taken() =>
        AssertRefused("HTTP/1.1 200 OK\r\nContent-Length: 7", [1, 2, 3, 4, 5, 6, 7], "sends 7 bytes");

    [Fact]
    public Task A_file_that_does_not_end_is_not_taken() =>
        AssertRefused("HTTP/1.1 200 OK\r\nConnection: close", [.. Model, 0, 0], "sends more bytes");

    [Fact]
    public Task A_file_that_breaks_off_is_not_taken() =>
        AssertRefused($"HTTP/1.1 200 OK\r\nContent-Length: {Model.Length}", Model[..100], "cannot be fetched");

    [Fact]
    public Task A_page_that_is_not_there_is_told() =>
        AssertRefused("HTTP/1.1 404 Not Found\r\nContent-Length: 0", [], "answered 404");

    [Fact]
    public Task A_server_that_falls_silent_is_given_up() =>
        AssertRefused($"HTTP/1.1 200 OK\r\nContent-Length: {Model.Length}", Model[..100], "sent nothing for 0.2 s", isSilentAfterwards: true);

    [Fact]
    public async Task A_pull_can_be_cancelled()
    {
        using var server = new LoopbackFile($"HTTP/1.1 200 OK\r\nContent-Length: {Model.Length}", Model[..100], isSilentAfterwards: true);
        using var cancellation = new CancellationTokenSource();
        var store = Store(server);
        var pull = store.PullAsync("far", new Progress { OnReport = cancellation.Cancel }, cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
    }

    [Fact]
    public async Task A_model_that_nobody_knows_cannot_be_pulled()
    {
        using var server = new LoopbackFile("HTTP/1.1 200 OK", []);

        var fault = await Assert.ThrowsAsync<ModelException>(() => Store(server).PullAsync("fat", null, CancellationToken.None));

        Assert.Contains("did you mean 'far'?", fault.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task AssertRefused(string headers, byte[] body, string expected, bool isSilentAfterwards = false)
    {
        using var server = new LoopbackFile(headers, body, isSilentAfterwards);
        var store = Store(server, isSilentAfterwards ? TimeSpan.FromMilliseconds(200) : null);

        var fault = await Assert.ThrowsAsync<ModelException>(() => store.PullAsync("far", null, CancellationToken.None));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("https://models.test/models/far.onnx", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private ModelStore Store(LoopbackFile server, TimeSpan? silence = null) => new(new ModelStoreOptions
    {
        Folder = _folder,
        Http = server.Handler,
        SilenceTimeout = silence ?? TimeSpan.FromSeconds(60),
        Trial = TemporaryModel.OnCpu,
        Known =
        [
            new ModelManifest
            {
                Name = "far",
                Url = new Uri("https://models.test/models/far.onnx"),
                Size = Model.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Model)),
            },
        ],
    });

    private sealed class Progress : IProgress<PullProgress>
    {
        public Action? OnReport { get; init; }

        public PullProgress Latest { get; private set; }

        public void Report(PullProgress value)
        {
            Latest = value;
            OnReport?.Invoke();
        }
    }
}
