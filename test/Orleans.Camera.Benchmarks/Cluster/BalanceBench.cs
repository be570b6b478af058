using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>Whether equal workers get equal shares, and one that is twice as fast twice as much.</summary>
internal sealed class BalanceBench(TimeProvider time, Action<string> progress)
{
    private const int Pictures = 10_000;
    private const int Cameras = 16;
    private const double MostOfBusiest = 1.1;
    private const double LeastOfFast = 1.8;
    private const double MostOfFast = 2.2;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Measure>> RunAsync(CancellationToken cancellationToken)
    {
        var equal = await SharesAsync([Fast, Fast, Fast, Fast], cancellationToken);
        var unequal = await SharesAsync([Fast, Slow, Slow, Slow], cancellationToken);
        var on = $"{Pictures} pictures of {Cameras} cameras, 4 scripted workers";
        var busiest = Spread.Of([equal.Max() / equal.Average()]);
        var ratio = Spread.Of([unequal[0] / unequal.Skip(1).Average()]);
        return
        [
            new("balance", "equal workers: busiest / mean", on, busiest, MostOfBusiest, AtMost: true, Decides: true),
            new("balance of fast, least", "worker twice as fast: pictures / mean of the others", on, ratio, LeastOfFast, AtMost: false, Decides: true),
            new("balance of fast, most", "worker twice as fast: pictures / mean of the others", on, ratio, MostOfFast, AtMost: true, Decides: true),
        ];
    }

    /// <summary>Wants the model, as a camera does, until all have it.</summary>
    private async Task UntilReadyAsync(ScriptedCluster cluster, int count, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var isWanted = false;
        while (!isWanted || cluster.Ready < count)
        {
            try
            {
                isWanted = isWanted || await cluster.OpenAsync("first", cancellationToken) is not null;
            }
            catch (ModelException) when (time.GetElapsedTime(begin) < Patience)
            {
                // Not all silos are known to the registry yet: a camera would try again as well.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            if (time.GetElapsedTime(begin) > Patience)
            {
                throw new BenchException($"only {cluster.Ready} of {count} scripted workers are ready after {Patience.TotalSeconds:0} s.");
            }
        }
    }

    private async Task<double[]> SharesAsync(TimeSpan[] worth, CancellationToken cancellationToken)
    {
        await using var cluster = new ScriptedCluster(time);
        var models = await cluster.StartAsync(worth, cancellationToken);
        await UntilReadyAsync(cluster, worth.Length, cancellationToken);
        var pictures = BenchPictures.Of(new PictureSize(64, 64));
        var detectors = new List<IObjectDetector>();
        for (var camera = 1; camera <= Cameras; camera++)
        {
            var open = await cluster.OpenAsync($"camera-{camera}", cancellationToken);
            detectors.Add(open.Create(pictures[0].Layout));
        }

        await using var lane = new DetectorLane("scripted", "scripted", detectors, pictures);
        await lane.RunAsync(Pictures / 10, cancellationToken); // until the policy knows what each is worth
        var before = models.Select(one => one.Pictures).ToArray();
        await lane.RunAsync(Pictures, cancellationToken);
        var shares = models.Select((one, index) => (double)(one.Pictures - before[index])).ToArray();
        progress($"balance, {string.Join(", ", worth.Select(one => $"{one.TotalMilliseconds} ms"))}: {string.Join(", ", shares)} pictures");
        return shares;
    }
}
