using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class ReconnectDelayTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Pauses_double_from_one_second_to_a_minute_and_tremble()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var delay = Delay(seed);

            var pauses = Enumerable.Range(0, 12).Select(_ => delay.Failed(wasSilent: false).TotalSeconds).ToList();

            for (var i = 0; i < pauses.Count; i++)
            {
                Assert.InRange(pauses[i], Math.Clamp(0.75 * Math.Pow(2, i), 1, 60), Math.Clamp(1.25 * Math.Pow(2, i), 1, 60));
            }
        }

        Assert.Equal(50, Enumerable.Range(0, 50).Select(seed => Third(Delay(seed))).Distinct().Count());
    }

    [Fact]
    public void A_healthy_minute_starts_anew_and_less_does_not()
    {
        var delay = Delay();
        for (var i = 0; i < 5; i++)
        {
            delay.Failed(wasSilent: false);
        }

        delay.Succeeded();
        _time.Advance(59);
        Assert.InRange(delay.Failed(wasSilent: false).TotalSeconds, 20, 60);

        delay.Succeeded();
        _time.Advance(30);
        delay.Succeeded();
        _time.Advance(30);
        Assert.InRange(delay.Failed(wasSilent: false).TotalSeconds, 1, 1.25);
    }

    [Fact]
    public void A_camera_that_is_only_silent_is_tried_again_at_once_and_at_the_same_pace()
    {
        var delay = Delay();

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.FromSeconds(0.5), delay.Failed(wasSilent: true)));
        Assert.InRange(delay.Failed(wasSilent: false).TotalSeconds, 1, 1.25);
    }

    private static double Third(ReconnectDelay delay)
    {
        delay.Failed(wasSilent: false);
        delay.Failed(wasSilent: false);
        return delay.Failed(wasSilent: false).TotalSeconds;
    }

    private ReconnectDelay Delay(int seed = 1) => new(new FrameSourceOptions { Seed = seed, TimeProvider = _time });
}
