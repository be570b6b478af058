using Orleans.Camera.Cli.Demo;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Cli.Tests.Demo;

public sealed class SentCrossingsTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);
    private readonly SentCrossings _sent = new();

    [Fact]
    public void What_has_just_crossed_may_be_counted_or_not()
    {
        Add(1);

        Assert.Equal((Verdict.Passing, Verdict.Passing, Verdict.Wrong), Judge(seen: 2, 0, 1, 2));
    }

    [Fact]
    public void What_crossed_before_must_be_counted()
    {
        Add(1);

        Assert.Equal((Verdict.Wrong, Verdict.Right, Verdict.Wrong), Judge(seen: 10, 0, 1, 2));
        Assert.Equal("1", $"{Count(seen: 10)}");
    }

    [Fact]
    public void Time_that_the_camera_has_not_looked_at_makes_no_count_wrong()
    {
        Add(1);

        Assert.Equal("0-1", $"{_sent.Count("road", Direction.In, seen: null)}");
    }

    [Fact]
    public void Who_was_crossing_when_the_connection_broke_stays_unsure_and_nobody_else()
    {
        Add(1);
        Add(9);
        _sent.Break(_start.AddSeconds(10));

        Assert.Equal("1-2", $"{Count(seen: 100)}");
    }

    [Fact]
    public void Lines_and_directions_are_apart()
    {
        Add(1);

        Assert.Equal("0", $"{_sent.Count("road", Direction.Out, _start.AddSeconds(9))}");
        Assert.Equal("0", $"{_sent.Count("sidewalk", Direction.In, _start.AddSeconds(9))}");
    }

    private void Add(double seconds) => _sent.Add("road", Direction.In, _start.AddSeconds(seconds));

    private TrueCount Count(double seen) => _sent.Count("road", Direction.In, _start.AddSeconds(seen));

    private (Verdict, Verdict, Verdict) Judge(double seen, long first, long second, long third) =>
        (Count(seen).Judge(first), Count(seen).Judge(second), Count(seen).Judge(third));
}
