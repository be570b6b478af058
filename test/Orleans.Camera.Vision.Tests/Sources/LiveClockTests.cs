using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class LiveClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Trembling_arrival_does_not_show_in_the_times()
    {
        var clock = new LiveClock(_time);
        var random = new Random(3);
        var start = _time.GetUtcNow();
        var times = new List<TimeSpan>();
        var now = 0.2;
        _time.Advance(now);
        for (var i = 0; i < 50; i++)
        {
            // Later than the first by the rhythm plus a delay of up to 0.3 s.
            var arrival = Math.Max(now, 0.2 + (i * 0.04) + (i == 0 ? 0 : random.NextDouble() * 0.3));
            _time.Advance(arrival - now);
            now = arrival;
            var (pts, time) = clock.Stamp(TimeSpan.FromSeconds(i * 0.04), isTrusted: true);
            times.Add(pts);
            Assert.True(time <= _time.GetUtcNow());
            Assert.Equal((start + pts).UtcTicks, time.UtcTicks, 10.0);
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(0.04, (pair.Second - pair.First).TotalSeconds, 0.001));
    }

    [Fact]
    public void A_camera_whose_clock_drifts_or_jumps_is_brought_back()
    {
        var clock = new LiveClock(_time);
        clock.Stamp(TimeSpan.Zero, isTrusted: true);

        // Its clock is slow by a half: after some seconds it is behind by more than a second.
        for (var i = 1; i <= 100; i++)
        {
            _time.Advance(0.1);
            var (pts, _) = clock.Stamp(TimeSpan.FromSeconds(i * 0.05), isTrusted: true);
            Assert.InRange((i * 0.1) - pts.TotalSeconds, 0, 1.06);
        }

        _time.Advance(0.1);
        Assert.Equal(10.1, clock.Stamp(TimeSpan.FromHours(99), isTrusted: true).Pts.TotalSeconds, 0.001);
    }

    [Fact]
    public void A_server_that_sends_its_first_pictures_too_fast_is_forgiven()
    {
        var clock = new LiveClock(_time);
        var behind = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            // Five pictures at once, and the next ones when they are due: from then on each is 0.4 s later than the fifth was.
            _time.Advance(i < 5 ? 0.001 : i == 5 ? 0.5 : 0.1);
            var (_, time) = clock.Stamp(TimeSpan.FromSeconds(i * 0.1), isTrusted: true);
            behind.Add((_time.GetUtcNow() - time).TotalSeconds);
        }

        Assert.InRange(behind[50], 0.35, 0.45);
        Assert.All(behind.Skip(205), delay => Assert.InRange(delay, 0, 0.01));
    }

    [Fact]
    public void Times_always_grow_also_over_connections_and_bursts()
    {
        var clock = new LiveClock(_time);
        var last = TimeSpan.MinValue;
        for (var connection = 0; connection < 3; connection++)
        {
            clock.StartRun();
            for (var i = 0; i < 10; i++)
            {
                var (pts, _) = clock.Stamp(TimeSpan.FromSeconds(i), isTrusted: connection != 1);
                Assert.True(pts > last);
                last = pts;
            }

            _time.Advance(0.5);
        }
    }

    [Fact]
    public void A_clock_that_goes_on_counts_from_the_same_zero_and_never_goes_back()
    {
        var zero = _time.GetUtcNow() - TimeSpan.FromMinutes(5);

        var clock = new LiveClock(_time, _time.GetUtcNow() - zero, last: TimeSpan.FromMinutes(4));
        var (first, time) = clock.Stamp(TimeSpan.Zero, isTrusted: true);
        Assert.Equal((TimeSpan.FromMinutes(5), zero + TimeSpan.FromMinutes(5)), (first, time));

        // This machine's clock is two seconds behind that of the one before.
        var behind = new LiveClock(_time, TimeSpan.FromMinutes(5), last: TimeSpan.FromSeconds(302));
        var last = TimeSpan.FromSeconds(302);
        for (var i = 0; i < 100; i++)
        {
            var (pts, _) = behind.Stamp(TimeSpan.FromSeconds(i * 0.04), isTrusted: true);
            Assert.True(pts > last);
            Assert.InRange((pts - TimeSpan.FromSeconds(300 + (i * 0.04))).TotalSeconds, 0, 2.01);
            last = pts;
            _time.Advance(0.04);
        }

        Assert.Equal(303.96, last.TotalSeconds, 0.001);
    }
}
