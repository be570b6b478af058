using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Storage;

/// <summary>Words in the database for what is a number in memory: whoever asks by SQL reads them.</summary>
internal static class EventText
{
    public static string Of(Direction direction) => direction switch
    {
        Direction.In => "in",
        Direction.Out => "out",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "This is no direction."),
    };

    public static string Of(ZoneEventKind kind) => kind switch
    {
        ZoneEventKind.Entered => "entered",
        ZoneEventKind.Left => "left",
        ZoneEventKind.Loitering => "loitering",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing of that kind happens in a zone."),
    };

    public static Direction ToDirection(string text) => text == "in" ? Direction.In : Direction.Out;

    public static ZoneEventKind ToKind(string text) => text switch
    {
        "entered" => ZoneEventKind.Entered,
        "left" => ZoneEventKind.Left,
        _ => ZoneEventKind.Loitering,
    };
}
