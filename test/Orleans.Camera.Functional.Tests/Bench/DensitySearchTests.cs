using Orleans.Camera.Benchmarks.Density;

namespace Orleans.Camera.Functional.Tests.Bench;

/// <summary>The search for the most cameras, on machines that are made up.</summary>
public sealed class DensitySearchTests
{
    [Theory]
    [InlineData(0.01, 0.02)]
    [InlineData(0.005, 0.013)]
    [InlineData(0.1, 0.07)]
    [InlineData(0, 0.9)]
    [InlineData(0.02, 0.0009)]
    public void It_comes_within_a_thirtieth_of_the_most_that_hold(double alone, double perCamera)
    {
        const int Most = 500;
        var truth = Enumerable.Range(0, Most + 1).Last(cameras => cameras == 0 || SampleOf(cameras).Holds(10));

        var search = Run(SampleOf, Most);

        Assert.InRange(search.Best?.Cameras ?? 0, truth - Math.Max(0, truth / 30), truth);
        Assert.InRange(search.Samples.Count, 1, 8);

        CrowdSample SampleOf(int cameras) => Sample(cameras, alone + (cameras * perCamera));
    }

    [Fact]
    public void Pictures_that_are_late_or_missing_limit_the_number_as_well()
    {
        var late = Run(cameras => Sample(cameras, cameras * 0.01) with { LatencyP99 = TimeSpan.FromMilliseconds(cameras > 41 ? 260 : 100) }, most: 500);
        var missing = Run(cameras => Sample(cameras, cameras * 0.01) with { LeastFps = cameras > 23 ? 9 : 10 }, most: 500);

        Assert.InRange(late.Best!.Cameras, 40, 41);
        Assert.InRange(missing.Best!.Cameras, 22, 23);
    }

    private static CrowdSample Sample(int cameras, double cpu) => new(cameras, cpu, null, null, null, 0);

    private static DensitySearch Run(Func<int, CrowdSample> measure, int most)
    {
        var search = new DensitySearch(12, most, framesPerSecond: 10);
        while (search.Next() is { } cameras)
        {
            search.Add(measure(cameras));
        }

        return search;
    }
}
