using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Models;

/// <summary>A silo whose folder has no model, and a database that has one.</summary>
public sealed class PublishedModelsTests : IDisposable
{
    private static readonly byte[] _model = new TinyDetector { Outputs = KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three) }.ToArray();
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryModelLibrary _library = new();
    private readonly ManualClock _clock = new();
    private PublishedModels _published;
    private CameraDetectors _detectors;

    public PublishedModelsTests() => (_published, _detectors) = Start();

    public void Dispose()
    {
        _detectors.Dispose();
        _published.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_known_before_it_is_fetched_and_fetched_once()
    {
        var sha256 = await _library.AddAsync("tiny", _model, """{ "name": "tiny", "cpuAllowed": true, "requires": ["cooled"] }""");

        Assert.True(_detectors.FactOf("tiny").IsPending);
        var fact = await FactAsync("tiny");
        Assert.Equal((null, sha256, true, "cooled"), (fact.WhyNot, fact.Sha256, fact.AllowsCpu, fact.Requires.Single()));
        Assert.Equal(0, _library.PartsRead);

        (await OpenAsync("tiny")).Dispose();
        (await OpenAsync("tiny")).Dispose();
        Assert.Equal(1, _library.PartsRead);
        Assert.Equal([$"{sha256}.onnx", "tiny.json"], Kept());

        // After a start, and without the database, it still has it.
        Restart();
        _library.IsAway = true;
        Assert.Equal(sha256, (await FactAsync("tiny")).Sha256);
        (await OpenAsync("tiny")).Dispose();
    }

    [Fact]
    public async Task A_damaged_file_is_refused_leaves_nothing_and_troubles_no_other_model()
    {
        var broken = await _library.AddAsync("broken", [.. _model, 0], """{ "name": "broken" }""");
        await _library.AddAsync("tiny", _model, """{ "name": "tiny" }""");
        await _library.AddAsync("nonsense", [.. _model, 1], """{ "name": 5 }""");
        _library.Damage(broken);

        var fault = await Assert.ThrowsAsync<ModelException>(() => OpenAsync("broken"));
        Assert.Contains("Model 'broken' is damaged in the cluster's database: its bytes have the sha256", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Kept());
        Assert.Contains("Model 'nonsense' of the cluster's database cannot be used: The manifest 'nonsense' has faults", (await FactAsync("nonsense")).WhyNot, StringComparison.Ordinal);
        (await OpenAsync("tiny")).Dispose();
    }

    [Fact]
    public async Task A_kept_file_that_was_damaged_is_fetched_again_and_one_that_no_name_means_any_more_goes()
    {
        var first = await _library.AddAsync("tiny", _model, """{ "name": "tiny" }""");
        (await OpenAsync("tiny")).Dispose();
        File.WriteAllText(Path.Combine(_folder["cache"], first + ".onnx"), "x");
        Restart();
        (await OpenAsync("tiny")).Dispose();

        await _library.RemoveAsync("tiny", default);
        var other = new TinyDetector { Outputs = KnownObject.Encode(ModelLayout.YoloV8, KnownObject.Three) }.ToArray();
        var second = await _library.AddAsync("tiny", other, """{ "name": "tiny" }""");
        (await OpenAsync("tiny")).Dispose();
        Assert.Equal(new[] { second + ".onnx", "tiny.json" }.Order(StringComparer.Ordinal), Kept());
    }

    [Fact]
    public async Task A_model_that_is_nowhere_is_told_and_found_when_it_is_published_later()
    {
        var missing = await FactAsync("tiny");
        Assert.Contains("There is no model 'tiny'", missing.WhyNot, StringComparison.Ordinal);
        Assert.Contains("Nor is it in the cluster's database: ./camera model publish tiny", missing.WhyNot, StringComparison.Ordinal);
        Assert.Contains("Nor is it", (await Assert.ThrowsAsync<ModelException>(() => OpenAsync("tiny"))).Message, StringComparison.Ordinal);

        await _library.AddAsync("tiny", _model, """{ "name": "tiny" }""");
        Assert.NotNull(_detectors.FactOf("tiny").WhyNot);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null((await FactAsync("tiny", fact => fact.WhyNot is null)).WhyNot);
    }

    [Fact]
    public async Task While_the_database_is_away_that_is_said_and_what_lies_in_the_silos_own_folder_needs_none()
    {
        _library.IsAway = true;
        Assert.Contains("does not answer: the test has taken the database away", (await FactAsync("tiny")).WhyNot, StringComparison.Ordinal);

        File.WriteAllBytes(_folder["cars.onnx"], _model);
        new ModelStore(new ModelStoreOptions { Folder = _folder["own"], Trial = TemporaryModel.OnCpu }).Add(_folder["cars.onnx"]);
        Assert.Null(_detectors.FactOf("cars").WhyNot);
        (await OpenAsync("cars")).Dispose();
    }

    private async Task<IOpenDetector> OpenAsync(string name) => await _detectors.OpenAsync(name, "cpu", CancellationToken.None);

    /// <summary>Asks until the database has answered.</summary>
    private async Task<DetectorFact> FactAsync(string name, Func<DetectorFact, bool>? isSo = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_detectors.FactOf(name) is { IsPending: false } fact && isSo?.Invoke(fact) != false)
            {
                return fact;
            }

            await Task.Yield();
        }
    }

    private IEnumerable<string?> Kept() => Directory.Exists(_folder["cache"]) ? Directory.GetFiles(_folder["cache"]).Select(Path.GetFileName).Order(StringComparer.Ordinal) : [];

    private void Restart()
    {
        _detectors.Dispose();
        _published.Dispose();
        (_published, _detectors) = Start();
    }

    private (PublishedModels Published, CameraDetectors Detectors) Start()
    {
        var published = new PublishedModels(_library, _folder["cache"], _clock, NullLogger<PublishedModels>.Instance);
        var store = new ModelStore(new ModelStoreOptions { Folder = _folder["own"], Cache = _folder["cache"] });
        return (published, new CameraDetectors(store, TemporaryModel.OnCpu, published: published));
    }
}
