using System.Text.Json;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing;

namespace Orleans.Camera.Core.Tests.Counting;

/// <summary>One case of <c>vectors/linezone-cases.json</c> that moves boxes over a line.</summary>
internal sealed record LineCase
{
    public const string File = "vectors/linezone-cases.json";

    private static readonly string[] _corners = ["TOP_LEFT", "TOP_RIGHT", "BOTTOM_LEFT", "BOTTOM_RIGHT"];

    public required ImagePoint Start { get; init; }

    public required ImagePoint End { get; init; }

    /// <summary>By picture, then by object: objects are told apart by their place in the list.</summary>
    public required Box[][] Boxes { get; init; }

    public required string[] Anchors { get; init; }

    public required int Threshold { get; init; }

    public required bool[][] CrossedIn { get; init; }

    public required bool[][] CrossedOut { get; init; }

    /// <summary>A group of cases as it stands in the file.</summary>
    public static IEnumerable<JsonElement> Raw(string group)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(TestData.Path(File)));
        var groups = document.RootElement.GetProperty("groups").EnumerateArray();
        return groups.Single(candidate => candidate.GetProperty("test").GetString() == group)
            .GetProperty("cases").Clone().EnumerateArray();
    }

    public static LineCase Read(JsonElement raw)
    {
        var many = raw.GetProperty("xyxy_sequence")[0][0].ValueKind == JsonValueKind.Array;
        return new LineCase
        {
            Start = PointOf(raw.GetProperty("vector").GetProperty("start")),
            End = PointOf(raw.GetProperty("vector").GetProperty("end")),
            Boxes = [.. raw.GetProperty("xyxy_sequence").EnumerateArray().Select(picture => Each(picture, many, BoxOf))],
            Anchors = AnchorsOf(raw),
            Threshold = raw.TryGetProperty("minimum_crossing_threshold", out var threshold) ? threshold.GetInt32() : 1,
            CrossedIn = [.. raw.GetProperty("expected_crossed_in").EnumerateArray().Select(picture => Each(picture, many, Truth))],
            CrossedOut = [.. raw.GetProperty("expected_crossed_out").EnumerateArray().Select(picture => Each(picture, many, Truth))],
        };
    }

    public static ImagePoint PointOf(JsonElement point) => new(point[0].GetSingle(), point[1].GetSingle());

    private static string[] AnchorsOf(JsonElement raw) =>
        raw.TryGetProperty("triggering_anchors", out var anchors) || raw.TryGetProperty("anchors", out anchors)
            ? [.. anchors.EnumerateArray().Select(name => name.GetString()!)]
            : _corners;

    private static T[] Each<T>(JsonElement picture, bool many, Func<JsonElement, T> read) =>
        many ? [.. picture.EnumerateArray().Select(read)] : [read(picture)];

    private static Box BoxOf(JsonElement box) =>
        new(box[0].GetSingle(), box[1].GetSingle(), box[2].GetSingle(), box[3].GetSingle());

    private static bool Truth(JsonElement value) => value.GetBoolean();
}
