using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Watching;

/// <summary>An event as one JSON object, in the words of <c>camera count --json</c>, with its camera and number.</summary>
internal static class EventJson
{
    public static string Of(CountEvent occurrence)
    {
        var json = new JsonObject { ["type"] = TypeOf(occurrence), ["camera"] = occurrence.Camera, ["sequence"] = occurrence.Sequence };
        switch (occurrence)
        {
            case CrossingRecord crossing:
                json["line"] = crossing.Line;
                json["direction"] = crossing.Direction == CrossingDirection.In ? "in" : "out";
                AddWho(json, crossing.Label, crossing.Track, crossing.Frame, crossing.Time);
                break;
            case AreaRecord area:
                json["zone"] = area.Zone;
                json["event"] = area.Kind switch { AreaEventKind.Entered => "entered", AreaEventKind.Left => "left", _ => "loitering" };
                json["dwellSeconds"] = Math.Round(area.Dwell.TotalSeconds, 3);
                AddWho(json, area.Label, area.Track, area.Frame, area.Time);
                break;
            case GapRecord gap:
                json["from"] = Text(gap.From);
                json["to"] = Text(gap.To);
                json["pictures"] = gap.Pictures;
                json["reason"] = gap.Reason;
                break;
        }

        return json.ToJsonString();
    }

    public static string Of(AlertRecord alert) => new JsonObject
    {
        ["type"] = "alert",
        ["rule"] = alert.Rule,
        ["where"] = alert.Where,
        ["level"] = alert.IsCritical ? "critical" : "warning",
        ["raised"] = alert.IsRaised,
        ["since"] = Text(alert.Since),
        ["time"] = Text(alert.Time),
        ["text"] = alert.Text,
    }.ToJsonString();

    private static string TypeOf(CountEvent occurrence) => occurrence switch { CrossingRecord => "crossing", AreaRecord => "zone", _ => "gap" };

    private static void AddWho(JsonObject json, string label, long track, long frame, DateTimeOffset time)
    {
        json["label"] = label;
        json["track"] = track;
        json["frame"] = frame;
        json["time"] = Text(time);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
