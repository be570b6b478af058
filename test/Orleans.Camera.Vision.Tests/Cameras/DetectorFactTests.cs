using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Cameras;

/// <summary>What a silo says of a model before it loads it: the registry of workers shows it to the operator.</summary>
public sealed class DetectorFactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CameraDetectors _detectors;

    public DetectorFactTests() =>
        _detectors = new CameraDetectors(new ModelStore(new ModelStoreOptions { Folder = _folder.FullName }), new OnnxDetectorOptions());

    public void Dispose()
    {
        _detectors.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_manifest_with_an_impossible_batch_is_told_before_anything_is_loaded_and_again_where_it_is()
    {
        File.WriteAllText(_folder["people.json"], """{ "name": "people", "batch": { "maximum": 10000000 } }""");
        File.WriteAllText(_folder["cars.json"], $$"""{ "name": "cars", "sha256": "{{new string('a', 64)}}", "cpuAllowed": false }""");

        Assert.Contains("\"batch.maximum\" must be a whole number from 1 to 64, not 10000000", _detectors.FactOf("people").WhyNot, StringComparison.Ordinal);
        Assert.Contains("batch.maximum", Assert.Throws<ModelException>(() => _detectors.Open("people", "cpu")).Message, StringComparison.Ordinal);
        Assert.Equal(new DetectorFact(null, new string('a', 64), AllowsCpu: false), _detectors.FactOf("cars"));
    }

    [Fact]
    public void A_model_that_is_not_there_is_told_with_the_nearest_name()
    {
        File.WriteAllText(_folder["people.json"], """{ "name": "people" }""");

        Assert.Contains("There is no model 'peple', neither as a name nor as a file (did you mean 'people'?)", _detectors.FactOf("peple").WhyNot, StringComparison.Ordinal);
    }
}
