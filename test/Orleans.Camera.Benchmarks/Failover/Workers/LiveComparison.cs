namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>
/// What live cameras counted of a clip that a recording counts too. Each square goes to and fro at one pace: it crosses the line
/// there and back by turns, and always after the same time. Where a live camera has it otherwise, a crossing was lost or doubled.
/// </summary>
internal sealed class LiveComparison
{
    /// <summary>A live picture's time is when it arrived, and a line may tell a few pictures later.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.7);

    /// <param name="crossings">Of all cameras.</param>
    /// <param name="recording">The camera that counted the whole clip.</param>
    /// <param name="cameras">The live ones.</param>
    public LiveComparison(IReadOnlyList<CountedCrossing> crossings, string recording, IReadOnlyList<string> cameras)
    {
        foreach (var square in crossings.Where(crossing => crossing.Camera == recording).GroupBy(crossing => crossing.Label))
        {
            var pace = PaceOf([.. square]);
            foreach (var camera in cameras)
            {
                CountedCrossing[] counted = [.. crossings.Where(crossing => crossing.Camera == camera && crossing.Label == square.Key)];
                Crossings += counted.Length;
                Differences += counted.Length == 0 ? 1 : counted.Zip(counted.Skip(1))
                    .Count(pair => pair.First.Direction == pair.Second.Direction || (pair.Second.Time - pair.First.Time - pace).Duration() > Tolerance);
            }
        }
    }

    public int Crossings { get; }

    public int Differences { get; }

    /// <summary>The middle one of all times between two crossings.</summary>
    private static TimeSpan PaceOf(CountedCrossing[] whole)
    {
        TimeSpan[] between = [.. whole.Zip(whole.Skip(1), (one, next) => next.Time - one.Time).Order()];
        return between.Length > 0 ? between[between.Length / 2] : throw new BenchException("too little crosses the line to compare anything");
    }
}
