using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tests.Counting;

public class LineCounterTests
{
    private static readonly LineZoneDefinition Middle = Walks.Line(0, 0.5f, 1, 0.5f);

    [Theory]
    [InlineData(0, 0.5f, 1, 0.5f, 0.5f, 0.3f, 0.5f, 0.7f, Direction.In)] // line to the right, walk down
    [InlineData(1, 0.5f, 0, 0.5f, 0.5f, 0.3f, 0.5f, 0.7f, Direction.Out)]
    [InlineData(0, 0.5f, 1, 0.5f, 0.5f, 0.7f, 0.5f, 0.3f, Direction.Out)]
    [InlineData(0.5f, 1, 0.5f, 0, 0.3f, 0.5f, 0.7f, 0.5f, Direction.In)] // line upwards, walk to the right
    [InlineData(0.5f, 0, 0.5f, 1, 0.3f, 0.5f, 0.7f, 0.5f, Direction.Out)]
    [InlineData(0, 0, 1, 1, 0.8f, 0.2f, 0.2f, 0.8f, Direction.In)] // diagonal
    public void In_is_from_the_left_of_the_arrow_to_its_right_as_seen_on_the_picture(
        float x1, float y1, float x2, float y2, float fromX, float fromY, float toX, float toY, Direction expected)
    {
        var walk = new Walks(Walks.Counter(Walks.Line(x1, y1, x2, y2)));

        for (var step = 0; step <= 10; step++)
        {
            walk.Step(new ImagePoint(fromX + ((toX - fromX) * step / 10), fromY + ((toY - fromY) * step / 10)));
        }

        Assert.Equal(expected, Assert.Single(walk.Crossings).Direction);
    }

    [Fact]
    public void The_event_tells_the_first_picture_past_the_line()
    {
        var walk = Down(0.40f, 0.45f, 0.49f, 0.52f, 0.57f, 0.62f, 0.7f);

        var crossing = Assert.Single(walk.Crossings);
        Assert.Equal(4, crossing.Frame);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(0.3), crossing.Time);
        Assert.Equal(0.52f, crossing.At.Y, 1e-6f);
        Assert.Equal(("door", "object", 1L), (crossing.Line, crossing.Label, crossing.TrackId));
    }

    [Fact]
    public void A_box_that_trembles_on_the_line_is_never_counted()
    {
        var random = new Random(1);

        var walk = Down([0.4f, .. Enumerable.Range(0, 500).Select(_ => 0.495f + ((random.NextSingle() - 0.5f) * 0.03f))]);

        Assert.Empty(walk.Crossings);
    }

    [Fact]
    public void A_box_that_trembles_on_the_line_and_goes_on_is_counted_once()
    {
        var random = new Random(2);

        var walk = Down([0.4f, .. Enumerable.Range(0, 500).Select(_ => 0.5f + ((random.NextSingle() - 0.5f) * 0.04f)), 0.55f, 0.6f, 0.65f]);

        Assert.Equal(Direction.In, Assert.Single(walk.Crossings).Direction);
    }

    [Fact]
    public void A_box_that_trembles_on_the_line_and_goes_back_is_not_counted()
    {
        var random = new Random(3);

        var walk = Down([0.4f, .. Enumerable.Range(0, 500).Select(_ => 0.5f + ((random.NextSingle() - 0.5f) * 0.04f)), 0.45f, 0.4f, 0.35f]);
        walk.End(1);

        Assert.Empty(walk.Crossings);
    }

    [Fact]
    public void A_box_that_stops_right_behind_the_line_is_counted_after_ten_seconds_or_when_its_track_ends()
    {
        var ended = Down(0.45f, 0.48f, 0.513f, 0.513f);
        ended.End(1);
        Assert.Equal(3, Assert.Single(ended.Crossings).Frame);

        var walk = Down([0.45f, 0.48f, .. Enumerable.Repeat(0.513f, 100)]);
        Assert.Empty(walk.Crossings);

        walk.Step(new ImagePoint(0.5f, 0.513f));

        Assert.Equal(3, Assert.Single(walk.Crossings).Frame);
    }

    [Fact]
    public void Who_stops_right_behind_the_line_and_goes_back_is_not_counted()
    {
        var walk = Down([0.45f, 0.48f, .. Enumerable.Repeat(0.513f, 50), 0.47f, 0.42f]);
        walk.End(1);

        Assert.Empty(walk.Crossings);
    }

    [Fact]
    public void Stopping_before_the_line_and_going_on_counts_once()
    {
        var walk = Down([0.3f, 0.4f, .. Enumerable.Repeat(0.492f, 100), 0.55f, 0.6f, 0.7f]);

        Assert.Single(walk.Crossings);
    }

    [Fact]
    public void Who_turns_back_before_the_line_is_not_counted_and_after_it_both_ways()
    {
        Assert.Empty(Down(0.3f, 0.4f, 0.47f, 0.4f, 0.3f).Crossings);
        Assert.Equal(
            [Direction.In, Direction.Out],
            Down(0.3f, 0.4f, 0.55f, 0.65f, 0.7f, 0.6f, 0.45f, 0.4f).Crossings.Select(crossing => crossing.Direction));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    public void A_crossing_needs_the_configured_number_of_pictures_far_on_the_new_side(int confirmationFrames, int expected)
    {
        var walk = new Walks(Walks.Counter(Middle with { ConfirmationFrames = confirmationFrames }));
        foreach (var y in new[] { 0.4f, 0.6f, 0.6f, 0.6f })
        {
            walk.Step(new ImagePoint(0.5f, y));
        }

        Assert.Equal(expected, walk.Crossings.Count);
    }

    [Fact]
    public void One_picture_far_on_the_other_side_is_no_crossing_unless_the_track_ends_there()
    {
        var glitch = Down(0.3f, 0.4f, 0.7f, 0.4f, 0.3f);
        glitch.End(1);
        Assert.Empty(glitch.Crossings);

        var fast = Down(0.3f, 0.7f);
        Assert.Empty(fast.Crossings);
        fast.End(1);
        Assert.Equal(2, Assert.Single(fast.Crossings).Frame);
    }

    [Fact]
    public void A_vehicle_that_crossed_before_the_tracker_was_sure_of_it_counts_from_where_it_was_first_seen()
    {
        var walk = new Walks(Walks.Counter(Middle));
        var first = walk.TrackAt(new ImagePoint(0.5f, 0.3f), 1).Box;

        walk.Step(walk.TrackAt(new ImagePoint(0.5f, 0.7f), 1) with { First = first });
        walk.Step(walk.TrackAt(new ImagePoint(0.5f, 0.9f), 1) with { First = first });

        Assert.Equal(Direction.In, Assert.Single(walk.Crossings).Direction);
    }

    [Theory]
    [InlineData(0.45f, 1)]
    [InlineData(0.35f, 0)]
    [InlineData(0.65f, 0)]
    public void Only_a_path_between_the_two_ends_counts(float x, int expected)
    {
        var walk = new Walks(Walks.Counter(Walks.Line(0.4f, 0.5f, 0.6f, 0.5f)));
        foreach (var y in new[] { 0.3f, 0.4f, 0.48f, 0.55f, 0.6f, 0.7f })
        {
            walk.Step(new ImagePoint(x, y));
        }

        Assert.Equal(expected, walk.Crossings.Count);
    }

    [Fact]
    public void Who_walks_around_an_end_and_back_through_the_line_is_counted_once()
    {
        var walk = new Walks(Walks.Counter(Walks.Line(0.4f, 0.5f, 0.6f, 0.5f)));
        foreach (var (x, y) in new[] { (0.3f, 0.4f), (0.3f, 0.6f), (0.3f, 0.7f), (0.5f, 0.7f), (0.5f, 0.6f), (0.5f, 0.4f), (0.5f, 0.3f) })
        {
            walk.Step(new ImagePoint(x, y));
        }

        Assert.Equal(Direction.Out, Assert.Single(walk.Crossings).Direction);
    }

    [Fact]
    public void An_end_on_the_pictures_edge_is_open_to_what_the_edge_cuts()
    {
        var walk = new Walks(Walks.Counter(Walks.Line(0.5f, 0, 0.5f, 1) with { Anchor = Anchor.BottomCenter }));
        foreach (var x in new[] { 0.3f, 0.4f, 0.6f, 0.7f })
        {
            walk.Step(new ImagePoint(x, 0.95f)); // its foot is below the picture
        }

        Assert.Single(walk.Crossings);
    }

    [Fact]
    public void Only_wanted_labels_count_and_totals_tell_them_apart()
    {
        var counter = Walks.Counter(Middle with { Labels = ["person", "car"] }, "person", "dog", "car");
        var walk = new Walks(counter);
        for (var step = 0; step < 6; step++)
        {
            for (var label = 0; label < 3; label++)
            {
                walk.Step(walk.TrackAt(new ImagePoint(0.2f + (0.2f * label), 0.3f + (0.08f * step)), label + 1, label));
            }
        }

        var totals = counter.Totals;
        Assert.Equal((2, 0), (totals.In, totals.Out));
        Assert.Equal([new LabelTotals("person", 1, 0), new LabelTotals("car", 1, 0)], totals.ByLabel);
    }

    [Fact]
    public void An_ended_track_is_forgotten()
    {
        var counter = Walks.Counter(Middle);
        var walk = new Walks(counter);
        walk.Step(new ImagePoint(0.2f, 0.3f), new ImagePoint(0.6f, 0.3f));
        Assert.Equal(2, counter.TrackedCount);

        walk.End(1, 2, 3);

        Assert.Equal(0, counter.TrackedCount);
    }

    private static Walks Down(params float[] ys)
    {
        var walk = new Walks(Walks.Counter(Middle));
        foreach (var y in ys)
        {
            walk.Step(new ImagePoint(0.5f, y));
        }

        return walk;
    }
}
