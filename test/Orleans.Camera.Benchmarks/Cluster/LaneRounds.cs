namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>Pictures per second of each lane, taken in turns: A B C, A B C, ..., so that what slows the machine slows all.</summary>
internal static class LaneRounds
{
    private const double SecondsOfTurn = 0.5;
    private const int PicturesOfTrial = 20;

    /// <returns>Pictures per second of each lane by its key, one for each round.</returns>
    public static async Task<IReadOnlyDictionary<string, List<double>>> RunAsync(
        IReadOnlyList<ILane> lanes, string on, int runs, TimeProvider time, Action<string> progress, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var lane in lanes)
        {
            await lane.RunAsync(PicturesOfTrial, cancellationToken);
            counts[lane.Key] = Math.Max(PicturesOfTrial, (int)(SecondsOfTurn * await RateAsync(lane, PicturesOfTrial)));
        }

        var rates = lanes.ToDictionary(lane => lane.Key, _ => new List<double>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var lane in lanes)
            {
                rates[lane.Key].Add(await RateAsync(lane, counts[lane.Key]));
            }

            progress($"{on}, round {run + 1} of {runs}: " + string.Join(", ", lanes.Select(lane => FormattableString.Invariant($"{lane.Key} {rates[lane.Key][run]:0.0}"))));
        }

        return rates;

        async Task<double> RateAsync(ILane lane, int count)
        {
            var begin = time.GetTimestamp();
            await lane.RunAsync(count, cancellationToken);
            return count / time.GetElapsedTime(begin).TotalSeconds;
        }
    }
}
