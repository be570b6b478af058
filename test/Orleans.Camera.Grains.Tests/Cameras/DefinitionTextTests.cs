using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

public sealed class DefinitionTextTests
{
    private static readonly CameraDefinition _plain = new()
    {
        Name = "door",
        Source = "rtsp://camera.example/stream",
        Lines = [new LineDefinition("threshold", 0.1f, 0.6f, 0.9f, 0.6f)],
        Zones = [new AreaDefinition("hall", [0, 0.5f, 1, 0.5f, 1, 1])],
        Region = "Halle für Gäste, 東",
    };

    [Theory]
    [InlineData("\u001b[2J")]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    [InlineData("\u202eabc")]
    [InlineData("\u0007")]
    public void Text_that_could_steer_a_terminal_or_a_log_is_refused_wherever_it_stands(string text)
    {
        _ = DefinitionText.OrderOf(_plain);

        Refused("region", _plain with { Region = text });
        Refused("detector", _plain with { Detector = text });
        Refused("label", _plain with { Labels = ["person", text] });
        Refused("name of a line", _plain with { Lines = [_plain.Lines[0] with { Name = text }] });
        Refused("name of a zone", _plain with { Zones = [_plain.Zones[0] with { Name = text }] });
        Assert.Throws<ArgumentException>(() => DefinitionText.OrderOf(_plain with { Name = text }));
    }

    [Fact]
    public void Which_worker_sees_its_pictures_changes_no_count_and_a_name_that_does_not_exist_is_told_with_the_nearest()
    {
        var urgent = _plain with { Priority = "critical", Dispatch = "least-loaded" };
        Assert.Equal(DefinitionText.OrderOf(_plain).Configuration, DefinitionText.OrderOf(urgent).Configuration);
        Assert.NotEqual(DefinitionText.OrderOf(_plain).Configuration, DefinitionText.OrderOf(_plain with { Detector = "people" }).Configuration);

        var priority = Assert.Throws<ArgumentException>(() => DefinitionText.OrderOf(_plain with { Priority = "hihg" }));
        Assert.Contains("did you mean 'high'", priority.Message, StringComparison.Ordinal);
        var policy = Assert.Throws<ArgumentException>(() => DefinitionText.OrderOf(_plain with { Dispatch = "least-loadad" }));
        Assert.Contains("did you mean 'least-loaded'", policy.Message, StringComparison.Ordinal);
    }

    private static void Refused(string what, CameraDefinition definition) =>
        Assert.StartsWith($"The {what} has a character", Assert.Throws<ArgumentException>(() => DefinitionText.OrderOf(definition)).Message, StringComparison.Ordinal);
}
