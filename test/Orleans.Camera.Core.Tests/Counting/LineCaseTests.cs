using System.Text.Json;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;
using Orleans.Camera.Testing;

namespace Orleans.Camera.Core.Tests.Counting;

/// <summary>
/// The 41 cases of another line counter (roboflow/supervision, MIT), run through ours.
/// </summary>
/// <remarks>
/// How their rule maps to ours:
/// <list type="bullet">
/// <item>Coordinates. Theirs are pixels around the origin, and 1e32 in one case; ours are relative. One scale and shift for
/// both directions maps them, so angles and sides stay; our counter holds anchors within the picture.</item>
/// <item>Direction. Theirs is <c>in</c> from the right of the arrow to its left as seen on the picture, ours from the left to the
/// right. So the line is given to ours from their end to their start.</item>
/// <item>Anchors. Theirs takes a set of points of the box, and looks at a picture only where all of them are on one side; ours
/// has one anchor. Where all points agree any one of them stands for the box: the first is given to ours as a box without size.
/// Sides are told by our <see cref="LineSegment.DistanceToRight"/>.</item>
/// <item>Ends. Theirs ignores a picture on which any point is outside the band between the perpendiculars at the line's two ends:
/// our <see cref="LineSegment.IsAbreast"/>. A straight path between two points of that band meets the line between its ends, which
/// is our rule; ours alone would also count a path that starts or ends outside the band but leads through the line.</item>
/// <item>Confirmation. Their threshold N is our <see cref="LineZoneDefinition.ConfirmationFrames"/>. They have no hysteresis: 0.</item>
/// <item>Event. Theirs appears on the picture that makes it sure; ours carries the first picture past the line, but is handed out on
/// the same one as theirs, which is compared.</item>
/// <item>A track that is missing from a picture has not ended.</item>
/// </list>
/// The cases of the first group ask for the two perpendiculars: a point and a unit vector at either end, which are our
/// <see cref="LineSegment.RightNormal"/>, and its opposite at the far end.
/// </remarks>
public class LineCaseTests
{
    private const float Scale = 1 / 64f;
    private const float Shift = 32;
    private const int Cases = 41;
    private static readonly string[] _groups =
    [
        "test_line_zone_one_detection_default_anchors",
        "test_line_zone_one_detection",
        "test_line_zone_multiple_detections",
        "test_line_zone_one_detection_long_horizon",
        "test_line_zone_long_horizon_disappearing_detections",
    ];

    [TestDataFact(LineCase.File)]
    public void The_band_of_every_line_begins_and_ends_at_the_expected_perpendiculars()
    {
        var seen = 0;
        foreach (var raw in LineCase.Raw("test_calculate_region_of_interest_limits"))
        {
            seen++;
            var (start, end) = (LineCase.PointOf(raw.GetProperty("vector").GetProperty("start")), LineCase.PointOf(raw.GetProperty("vector").GetProperty("end")));
            var expected = raw.GetProperty("expected_result");
            if (expected.ValueKind == JsonValueKind.Null)
            {
                Assert.Throws<ArgumentException>(() => new LineSegment(start, end, aspect: 1));
                continue;
            }

            var line = new LineSegment(start, end, aspect: 1);
            var (x, y) = line.RightNormal;
            AssertPoint(expected[0], "start", start.X, start.Y);
            AssertPoint(expected[0], "end", start.X + x, start.Y + y);
            AssertPoint(expected[1], "start", end.X, end.Y);
            AssertPoint(expected[1], "end", end.X - x, end.Y - y);
        }

        Assert.Equal(7, seen);
    }

    [TestDataFact(LineCase.File)]
    public void Every_box_that_crosses_is_counted_on_the_expected_picture_and_no_other()
    {
        var seen = 0;
        foreach (var group in _groups)
        {
            foreach (var raw in LineCase.Raw(group))
            {
                seen++;
                Check(LineCase.Read(raw), $"{group}: {raw}");
            }
        }

        Assert.Equal(Cases - 7, seen);
    }

    private static void Check(LineCase known, string what)
    {
        var line = new LineZoneDefinition
        {
            Name = "case",
            Start = Map(known.End),
            End = Map(known.Start),
            ConfirmationFrames = known.Threshold,
            Hysteresis = 0,
        };
        var segment = new LineSegment(line.Start, line.End, aspect: 1);
        var counter = new LineCounter(line, ["object"], aspect: 1);
        for (var picture = 0; picture < known.Boxes.Length; picture++)
        {
            var crossings = new List<Crossing>();
            var moment = new Moment(picture + 1, TimeSpan.FromSeconds(picture), DateTimeOffset.UnixEpoch);
            counter.Update(Tracks(known, picture, segment), ended: [], moment, crossings);

            for (var index = 0; index < known.Boxes[picture].Length; index++)
            {
                var direction = crossings.SingleOrDefault(crossing => crossing.TrackId == index + 1)?.Direction;
                Assert.True(known.CrossedIn[picture][index] == (direction == Direction.In), $"in, picture {picture}, box {index}, {what}");
                Assert.True(known.CrossedOut[picture][index] == (direction == Direction.Out), $"out, picture {picture}, box {index}, {what}");
            }
        }
    }

    /// <summary>The boxes of a picture that their rule looks at, each as its first anchor.</summary>
    private static Track[] Tracks(LineCase known, int picture, LineSegment segment)
    {
        var tracks = new List<Track>();
        for (var index = 0; index < known.Boxes[picture].Length; index++)
        {
            var box = known.Boxes[picture][index];
            var points = known.Anchors.Select(name => Map(AnchorOf(box, name))).ToArray();
            if (points.All(segment.IsAbreast) && points.Select(point => Math.Sign(segment.DistanceToRight(point))).Distinct().Count() == 1)
            {
                var point = new Box(points[0].X, points[0].Y, points[0].X, points[0].Y);
                tracks.Add(new Track(index + 1, point, Label: 0, Score: 1, point));
            }
        }

        return [.. tracks];
    }

    private static ImagePoint AnchorOf(Box box, string name)
    {
        var x = name.EndsWith("LEFT", StringComparison.Ordinal) ? box.Left
            : name.EndsWith("RIGHT", StringComparison.Ordinal) ? box.Right : (box.Left + box.Right) / 2;
        var y = name.StartsWith("TOP", StringComparison.Ordinal) ? box.Top
            : name.StartsWith("BOTTOM", StringComparison.Ordinal) ? box.Bottom : (box.Top + box.Bottom) / 2;
        return new ImagePoint(x, y);
    }

    private static ImagePoint Map(ImagePoint point) => new((point.X + Shift) * Scale, (point.Y + Shift) * Scale);

    private static void AssertPoint(JsonElement vector, string which, double x, double y)
    {
        var point = vector.GetProperty(which);
        Assert.Equal(point[0].GetDouble(), x, 1e-6);
        Assert.Equal(point[1].GetDouble(), y, 1e-6);
    }
}
