using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Watching;

namespace Orleans.Camera.Cli.Tests.Watching;

public sealed class CountBookTests
{
    /// <summary>Whatever is lost, doubled or mixed up on the way: with what is asked for again, everything is counted once.</summary>
    [Fact]
    public void Counts_are_right_however_events_arrive()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(1, 60).Select(number => Event(number, random)).ToList();
            var book = new CountBook("a");
            var begin = random.Next(30);
            book.Begin(new CameraCounts("a", begin, Totals(events.Take(begin))));

            while (book.Sequence < events.Count)
            {
                var occurrence = events[random.Next(events.Count)];
                if (!book.Take(occurrence))
                {
                    // As a watch does: asks for what comes after the last one, and gets a page of any length.
                    events.Skip((int)book.Sequence).Take(1 + random.Next(5)).ToList().ForEach(missed => Assert.True(book.Take(missed)));
                }
            }

            Assert.Equal(Totals(events), book.Totals);
        }
    }

    [Fact]
    public void Counts_that_are_older_than_what_is_known_change_nothing()
    {
        var book = new CountBook("a");
        book.Begin(new CameraCounts("a", 5, [new CountTotal("door", "person", 3, 2)]));

        book.Begin(new CameraCounts("a", 4, [new CountTotal("door", "person", 2, 2)]));

        Assert.Equal((5, 3), (book.Sequence, Assert.Single(book.Totals).In));
    }

    private static CountEvent Event(int number, Random random) => random.Next(5) switch
    {
        0 => new GapRecord("a", number, default, default, 0, ""),
        1 => new AreaRecord("a", number, "hall", AreaEventKind.Entered, "person", 1, TimeSpan.Zero, number, default),
        _ => new CrossingRecord(
            "a", number, random.Next(2) == 0 ? "door" : "gate", (CrossingDirection)random.Next(2), random.Next(2) == 0 ? "person" : "car", 1, number, default),
    };

    private static IReadOnlyList<CountTotal> Totals(IEnumerable<CountEvent> events) =>
        [.. events.OfType<CrossingRecord>().GroupBy(crossing => (crossing.Line, crossing.Label)).Select(group => new CountTotal(
            group.Key.Line, group.Key.Label,
            group.Count(crossing => crossing.Direction == CrossingDirection.In), group.Count(crossing => crossing.Direction == CrossingDirection.Out)))
            .OrderBy(total => total.Line, StringComparer.Ordinal).ThenBy(total => total.Label, StringComparer.Ordinal)];
}
