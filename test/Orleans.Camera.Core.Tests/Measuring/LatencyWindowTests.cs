using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Core.Tests.Measuring;

public class LatencyWindowTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_percentile_is_never_too_small_and_at_most_3_percent_too_large() =>
        Prop.ForAll(Gen.Choose(200, 60_000_000).NonEmptyListOf().ToArbitrary(), Gen.Elements(0.5, 0.95, 0.99, 1).ToArbitrary(), (microseconds, share) =>
        {
            var window = new LatencyWindow(_clock, TimeSpan.FromSeconds(60));
            foreach (var latency in microseconds)
            {
                window.Add(TimeSpan.FromMicroseconds(latency));
            }

            var exact = microseconds.Order().ElementAt((int)Math.Ceiling(share * microseconds.Count) - 1);
            return window.Percentile(share).TotalMicroseconds is var told && told >= exact - 1 && told <= (exact * 1.022) + 1;
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        var window = new LatencyWindow(_clock, TimeSpan.FromSeconds(60));
        window.Add(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(49));
        window.Add(TimeSpan.FromMilliseconds(10));
        Assert.InRange(window.Percentile(1).TotalSeconds, 5, 5.5);

        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(1, window.Count);
        Assert.InRange(window.Percentile(1).TotalMilliseconds, 10, 11);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, TimeSpan.Zero), (window.Count, window.Percentile(0.5)));
    }

    [Fact]
    public void It_needs_no_memory_for_what_it_counts()
    {
        var window = new LatencyWindow(_clock, TimeSpan.FromSeconds(60));
        window.Add(TimeSpan.FromMilliseconds(1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var picture = 0; picture < 1000; picture++)
        {
            window.Add(TimeSpan.FromMilliseconds(picture));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
