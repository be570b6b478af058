using System.Globalization;
using System.Text.Json;

namespace Orleans.Camera.Functional.Tests.Count;

/// <summary>
/// The records of <c>count --json</c>, held against their description: every property there, none besides, each of its
/// kind.
/// </summary>
internal sealed class CountRecords
{
    private readonly List<JsonElement> _records = [];

    public IReadOnlyList<JsonElement> Crossings => [.. OfType("crossing")];

    public IReadOnlyList<JsonElement> Gaps => [.. OfType("gap")];

    public IReadOnlyList<JsonElement> ZoneEvents => [.. OfType("zone")];

    public JsonElement Summary => _records[^1];

    public static CountRecords Parse(IReadOnlyList<string> lines)
    {
        var records = new CountRecords();
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            records._records.Add(document.RootElement.Clone());
        }

        Assert.NotEmpty(records._records);
        Assert.All(records._records, Check);
        Assert.Single(records.OfType("summary"));
        Assert.Equal("summary", records.Summary.GetProperty("type").GetString());
        return records;
    }

    public long Total(string line, string direction) => Summary.GetProperty("lines").GetProperty(line).GetProperty(direction).GetInt64();

    private static void Check(JsonElement record)
    {
        switch (record.GetProperty("type").GetString())
        {
            case "crossing":
                RequireProperties(record, "type", "line", "direction", "label", "track", "frame", "time");
                Assert.Contains(record.GetProperty("direction").GetString(), (string[])["in", "out"]);
                CheckEvent(record);
                break;
            case "zone":
                RequireProperties(record, "type", "zone", "event", "dwellSeconds", "label", "track", "frame", "time");
                Assert.Contains(record.GetProperty("event").GetString(), (string[])["entered", "left", "loitering"]);
                Assert.True(record.GetProperty("dwellSeconds").GetDouble() >= 0);
                CheckEvent(record);
                break;
            case "gap":
                RequireProperties(record, "type", "from", "to", "pictures", "reason");
                Assert.True(Time(record, "from") <= Time(record, "to"));
                Assert.True(record.GetProperty("pictures").GetInt64() >= 0);
                Assert.NotEmpty(record.GetProperty("reason").GetString()!);
                break;
            case "summary":
                CheckSummary(record);
                break;
            case var other:
                Assert.Fail($"'{other}' is no type of record");
                break;
        }
    }

    private static void CheckEvent(JsonElement record)
    {
        Assert.NotEmpty(record.GetProperty("label").GetString()!);
        Assert.True(record.GetProperty("track").GetInt64() >= 1);
        Assert.True(record.GetProperty("frame").GetInt64() >= 1);
        Assert.Equal(TimeSpan.Zero, Time(record, "time").Offset);
    }

    private static void CheckSummary(JsonElement summary)
    {
        RequireProperties(summary, "type", "frames", "motionFrames", "detectedFrames", "skippedFrames", "seconds", "lines", "zones");
        var frames = summary.GetProperty("frames").GetInt64();
        Assert.InRange(summary.GetProperty("motionFrames").GetInt64(), 0, frames);
        Assert.InRange(summary.GetProperty("detectedFrames").GetInt64(), 0, frames);
        Assert.True(summary.GetProperty("skippedFrames").GetInt64() >= 0);
        Assert.True(summary.GetProperty("seconds").GetDouble() >= 0);
        foreach (var line in summary.GetProperty("lines").EnumerateObject())
        {
            RequireProperties(line.Value, "in", "out", "byLabel");
            foreach (var direction in (string[])["in", "out"])
            {
                var byLabel = line.Value.GetProperty("byLabel").EnumerateObject().Sum(label => label.Value.GetProperty(direction).GetInt64());
                Assert.Equal(line.Value.GetProperty(direction).GetInt64(), byLabel);
            }
        }

        foreach (var zone in summary.GetProperty("zones").EnumerateObject())
        {
            RequireProperties(zone.Value, "occupancy", "entered", "left", "dwellSeconds");
            Assert.Equal(
                zone.Value.GetProperty("occupancy").GetInt64(), zone.Value.GetProperty("entered").GetInt64() - zone.Value.GetProperty("left").GetInt64());
        }
    }

    private static DateTimeOffset Time(JsonElement record, string name) =>
        DateTimeOffset.Parse(record.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static void RequireProperties(JsonElement record, params string[] names) =>
        Assert.Equal(names.Order(), record.EnumerateObject().Select(property => property.Name).Order());

    private IEnumerable<JsonElement> OfType(string type) => _records.Where(record => record.GetProperty("type").GetString() == type);
}
