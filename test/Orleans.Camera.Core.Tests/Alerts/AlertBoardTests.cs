using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Alerts;

namespace Orleans.Camera.Core.Tests.Alerts;

public class AlertBoardTests
{
    private const string North = "silo north";
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly AlertBoard _board = new(AlertRules.Default);

    [Fact]
    public void An_alert_is_raised_after_its_time_and_says_since_when_what_where_and_what_to_do()
    {
        Assert.Null(_board.Measure(AlertRules.Cpu, North, 91.26, At(0)));
        Assert.Null(_board.Measure(AlertRules.Cpu, North, 80, At(9.9)));

        var change = _board.Measure(AlertRules.Cpu, North, 91.26, At(10));

        Assert.True(change!.IsRaised);
        Assert.Equal(_start, change.Alert.Since);
        Assert.Equal(
            "silo north uses 91.3 % of its processors (limit 80 %): add a silo, lower process fps, or move cameras by `camera drain`", change.Alert.Text);
        Assert.Null(_board.Measure(AlertRules.Cpu, North, 95, At(11)));
    }

    [Fact]
    public void It_stays_until_the_value_is_well_below()
    {
        _board.Measure(AlertRules.Disk, North, 90, At(0));

        Assert.Null(_board.Measure(AlertRules.Disk, North, 85, At(1)));
        Assert.Single(_board.Raised);
        Assert.False(_board.Measure(AlertRules.Disk, North, 84.9, At(2))!.IsRaised);
        Assert.Empty(_board.Raised);
    }

    [Fact]
    public void A_short_peak_raises_nothing_and_each_place_has_a_clock_of_its_own()
    {
        _board.Measure(AlertRules.Cpu, North, 90, At(0));
        _board.Measure(AlertRules.Cpu, "silo south", 90, At(6));
        _board.Measure(AlertRules.Cpu, North, 79, At(6));
        Assert.Null(_board.Measure(AlertRules.Cpu, North, 90, At(12)));
        Assert.Null(_board.Measure(AlertRules.Cpu, North, double.NaN, At(13)));

        Assert.Equal("silo south", _board.Measure(AlertRules.Cpu, "silo south", 90, At(16))!.Alert.Where);
    }

    [Fact]
    public void A_rule_at_another_threshold_is_cleared_as_far_below_it()
    {
        var rule = AlertRules.Default.Single(rule => rule.Name == AlertRules.QueueCritical).At(500);
        Assert.Equal((500, 400), (rule.Raise, rule.Clear));
    }

    [Fact]
    public void Thresholds_that_make_no_sense_are_all_named()
    {
        AlertRule[] rules = [AlertRules.Default[0] with { Clear = 90 }, AlertRules.Default[1] with { Raise = double.NaN }, AlertRules.Default[2] with { Lasts = TimeSpan.FromDays(1) }];

        var fault = Assert.Throws<ArgumentException>(() => new AlertBoard(rules));

        Assert.Contains("cpu: it must be cleared at 0 to 80, not at 90; memory: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("queue: it must last 0 s to 1 h, not 86400 s", fault.Message, StringComparison.Ordinal);
        Assert.All(AlertRules.Default, rule => Assert.Null(rule.Fault()));
    }

    [Fact]
    public void Raising_and_clearing_take_turns_whatever_is_measured() =>
        Prop.ForAll(Gen.Choose(0, 120).ListOf().ToArbitrary(), values =>
        {
            var (board, isRaised) = (new AlertBoard(AlertRules.Default), false);
            foreach (var (second, value) in values.Index())
            {
                if (board.Measure(AlertRules.Latency, "camera lobby", 5 * value, At(second)) is { } change)
                {
                    var isRight = change.IsRaised != isRaised && (change.IsRaised ? second - change.Alert.Since.Subtract(_start).TotalSeconds >= 5 : 5 * value < 400);
                    if (!isRight)
                    {
                        return false;
                    }

                    isRaised = change.IsRaised;
                }
            }

            return board.Raised.Count == (isRaised ? 1 : 0);
        }).Check(Config.QuickThrowOnFailure);

    private static DateTimeOffset At(double seconds) => _start.AddSeconds(seconds);
}
