using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Watching;

namespace Orleans.Camera.Cli.Tests.Watching;

public sealed class AlertFilterTests
{
    private static readonly AlertRecord _raised = new(
        "store-away", "silo north", IsCritical: true, IsRaised: true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(10), "silo north gets no answer");

    [Fact]
    public void What_every_camera_of_a_silo_tells_passes_once_and_its_end_once()
    {
        var filter = new AlertFilter();
        AlertRecord[] told =
        [
            _raised, _raised, _raised with { Where = "silo south" }, _raised with { IsRaised = false }, _raised with { IsRaised = false }, _raised,
        ];

        Assert.Equal([true, false, true, true, false, true], told.Select(filter.IsNew));
    }

    [Fact]
    public void What_is_raised_is_known_as_it_was_first_told_until_it_is_over()
    {
        var filter = new AlertFilter();
        AlertRecord[] told = [_raised with { Where = "silo south", Since = DateTimeOffset.UnixEpoch.AddSeconds(5) }, _raised, _raised with { Text = "told again" }];
        Array.ForEach(told, alert => filter.IsNew(alert));

        Assert.Equal([_raised, told[0]], filter.Raised);
        filter.IsNew(_raised with { IsRaised = false });
        Assert.Equal([told[0]], filter.Raised);
    }

    [Fact]
    public void An_alert_is_one_line_of_json()
    {
        var line = EventJson.Of(_raised);

        Assert.DoesNotContain('\n', line);
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            ["alert", "store-away", "silo north", "critical", "True", "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:10.000Z", "silo north gets no answer"],
            json.EnumerateObject().Select(field => field.Value.ToString()));
    }
}
