using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tests.Counting;

public class DefinitionTests
{
    private static readonly LineZoneDefinition Line = new() { Name = "door", Start = new(0, 0.5f), End = new(1, 0.5f) };
    private static readonly ZoneDefinition Zone = new() { Name = "hall", Polygon = [new(0, 0), new(1, 0), new(1, 1)] };

    public static TheoryData<LineZoneDefinition, string> BadLines => new()
    {
        { Line with { End = Line.Start }, "line 'door' starts and ends at the same point (0, 0.5)" },
        { Line with { End = new(1.01f, 0.5f) }, "line 'door' has its end at (1.01, 0.5). Coordinates are relative" },
        { Line with { Start = new(0.5f, -0.1f) }, "line 'door' has its start at (0.5, -0.1)" },
        { Line with { Start = new(float.NaN, 0) }, "line 'door' has its start at (NaN, 0)" },
        { Line with { End = new(0, float.PositiveInfinity) }, "must be from 0 to 1" },
        { Line with { Labels = ["dog"] }, "line 'door' asks for the label 'dog', which the detector does not know. It knows: person, car" },
        { Line with { ConfirmationFrames = 0 }, "line 'door' asks for 0 confirmation frames" },
        { Line with { Hysteresis = -1 }, "line 'door' has a hysteresis of -1" },
        { Line with { Hysteresis = float.NaN }, "hysteresis of NaN" },
        { Line with { Name = " " }, "A line needs a name" },
    };

    public static TheoryData<ZoneDefinition, string> BadZones => new()
    {
        { Zone with { Polygon = [new(0, 0), new(1, 1)] }, "zone 'hall' has 2 corners" },
        { Zone with { Polygon = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)] }, "zone 'hall' crosses or touches itself: its edge 1 meets its edge 3" },
        { Zone with { Polygon = [new(0, 0), new(0.5f, 0.5f), new(1, 1)] }, "zone 'hall' crosses or touches itself" },
        { Zone with { Polygon = [new(0, 0), new(1, 0), new(1, 0), new(0, 1)] }, "zone 'hall' crosses or touches itself" },
        { Zone with { Polygon = [new(0, 0), new(1, 0), new(1, 1), new(0.5f, 0), new(0, 1)] }, "zone 'hall' crosses or touches itself" },
        { Zone with { Polygon = [new(0, 0), new(1, 0), new(1, 2)] }, "zone 'hall' has its corner 3 at (1, 2)" },
        { Zone with { Polygon = [new(0, 0), new(1, 0), new(float.NaN, 1)] }, "zone 'hall' has its corner 3 at (NaN, 1)" },
        { Zone with { Labels = ["dog"] }, "zone 'hall' asks for the label 'dog'" },
        { Zone with { LoiteringAfter = TimeSpan.Zero }, "zone 'hall' has a loitering time of 00:00:00" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void A_line_that_makes_no_sense_is_named_with_its_fault(LineZoneDefinition line, string expected)
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => new LineCounter(line, ["person", "car"], aspect: 1));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadZones))]
    public void A_zone_that_makes_no_sense_is_named_with_its_fault(ZoneDefinition zone, string expected)
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => new ZoneCounter(zone, ["person", "car"], aspect: 1));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_found_in_any_case()
    {
        _ = new LineCounter(Line with { Labels = ["Person", "CAR"] }, ["person", "car"], aspect: 1);
        _ = new ZoneCounter(Zone with { Labels = ["Person"] }, ["person"], aspect: 1);
    }

    [Fact]
    public void A_square_with_corners_on_its_sides_is_a_zone_in_either_sense_of_rotation()
    {
        ImagePoint[] square = [new(0, 0), new(0.5f, 0), new(1, 0), new(1, 1), new(0, 1), new(0, 0.5f)];

        Assert.True(new Polygon(square, 1).Contains(new(0.5f, 0.5f)));
        Assert.True(new Polygon([.. square.Reverse()], 1).Contains(new(0.5f, 0.5f)));
    }
}
