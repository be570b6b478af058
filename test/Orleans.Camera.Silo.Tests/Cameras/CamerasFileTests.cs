using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Silo.Tests.Cameras;

public sealed class CamerasFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_key_is_read()
    {
        var camera = Assert.Single(Read("""
            { "cameras": [ {
              "name": "door-1", "source": "clips/door.mp4", "lines": { "out": [0, 0.5, 1, 0.5] }, "zones": { "hall": [0, 0, 1, 0, 1, 1] },
              "anchor": "center", "detector": "yolox-nano", "labels": ["person"], "processFps": 5, "region": "north", "priority": "high", "dispatch": "least-loaded", "realTime": true, "enabled": false
            } ] }
            """));

        Assert.Equal(("door-1", _folder["clips/door.mp4"], "yolox-nano", 5.0, "north"), (camera.Name, camera.Source, camera.Detector, camera.ProcessFps, camera.Region));
        Assert.Equal(new LineDefinition("out", 0, 0.5f, 1, 0.5f, "center"), Assert.Single(camera.Lines));
        Assert.Equal([0, 0, 1, 0, 1, 1], Assert.Single(camera.Zones).Corners);
        Assert.Equal(["person"], camera.Labels);
        Assert.Equal((true, false), (camera.RealTime, camera.Enabled));
    }

    [Fact]
    public void How_its_pictures_go_to_workers_is_read_and_must_make_sense()
    {
        var camera = Assert.Single(Read("""{ "cameras": [ { "name": "a", "source": "rtsp://a/b", "priority": "low", "dispatch": "round-robin" } ] }"""));
        Assert.Equal(("low", "round-robin"), (camera.Priority, camera.Dispatch));

        var fault = Assert.Throws<ConfigurationException>(() => Read("""{ "cameras": [ { "name": "a", "source": "rtsp://a/b", "priority": "urgent", "dispatch": "roundrobin" } ] }"""));
        Assert.Contains("critical, high, normal, low", fault.Message, StringComparison.Ordinal);
        Assert.Contains("round-robin, least-loaded", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_as_the_definition_has_it()
    {
        var camera = Assert.Single(Read("""{ "cameras": [ { "name": "a", "source": "rtsp://10.0.0.1/x" } ] }"""));

        Assert.Equal(new CameraDefinition { Name = "a", Source = "rtsp://10.0.0.1/x" } with { Lines = camera.Lines, Zones = camera.Zones, Labels = camera.Labels }, camera);
        Assert.Empty(camera.Lines);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationException>(() => Read("""
            { "cameras": [
              { "name": "a b", "source": "" , "lines": { "x": [0, 1, 2, 0] } },
              { "name": "twin", "source": "rtsp://a/b", "sorce": "x" },
              { "name": "twin", "source": "rtsp://a/b", "zones": { "z": [0, 0, 1, 1] }, "processFps": 0 },
              { "source": "rtsp://user:canary@a/b", "labels": "person" },
              3
            ] }
            """));

        Assert.All(
            [
                "cameras[0].name", "cameras[0].source", "cameras[0].lines.x", "cameras[1].sorce\" (did you mean 'source'?)", "2 cameras \"twin\"",
                "cameras[2].zones.z", "cameras[2].processFps", "cameras[3].name\" is missing", "cameras[3].labels", "\"cameras[4]\" must be an object",
            ],
            text => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("canary", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"cameras\": {}}")]
    [InlineData("{\"cameras\": [{\"name\": null, \"source\": [], \"lines\": [], \"zones\": 3, \"labels\": [null]}]}")]
    public void Nonsense_is_a_fault_and_no_crash(string text) => Assert.Throws<ConfigurationException>(() => Read(text));

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<CameraDefinition> Read(string text)
    {
        File.WriteAllText(_folder["cameras.json"], text);
        return CamerasFile.Read(_folder["cameras.json"]);
    }
}
