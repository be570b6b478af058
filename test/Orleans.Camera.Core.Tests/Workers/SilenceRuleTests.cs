using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Workers;

public sealed class SilenceRuleTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SilenceRule _rule = new();

    [Fact]
    public void Who_has_just_begun_to_listen_takes_nobody_for_failed_until_each_has_had_the_time_to_speak()
    {
        Assert.Equal([false, false, false, true, true], Heard(0, 1, 2, 3, 4));
    }

    [Fact]
    public void Who_was_held_up_itself_waits_again_and_who_hears_somebody_all_the_time_does_not()
    {
        Assert.True(Heard(0, 1, 2, 3, 4)[^1]);

        Assert.Equal([false, false, false, true], Heard(7, 8, 9, 10));
        Assert.Equal([true, true], Heard(11.4, 12.8));
    }

    [Fact]
    public void Who_hears_nobody_takes_nobody_for_failed_however_often_it_is_asked()
    {
        Assert.False(_rule.MayJudge(_noon));
        Assert.True(Heard(0, 1, 2, 3, 4)[^1]);

        Assert.Equal([true, true, false, false], new[] { 4.5, 5.5, 5.6, 9 }.Select(second => _rule.MayJudge(_noon.AddSeconds(second))));
        Assert.Equal([false, false, false, false, true], Heard(9, 10, 11, 11.9, 12));
    }

    private bool[] Heard(params double[] seconds) =>
    [
        .. seconds.Select(second =>
        {
            _rule.Hear(_noon.AddSeconds(second));
            return _rule.MayJudge(_noon.AddSeconds(second));
        }),
    ];
}
