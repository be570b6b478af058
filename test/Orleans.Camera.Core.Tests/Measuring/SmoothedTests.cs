using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Measuring;

namespace Orleans.Camera.Core.Tests.Measuring;

public class SmoothedTests
{
    private static readonly TimeSpan _constant = TimeSpan.FromSeconds(3);

    [Fact]
    public void It_comes_to_the_same_however_often_a_value_is_told() => Prop.ForAll(
        Gen.Choose(1, 50).ToArbitrary(), Gen.Choose(1, 10_000).ToArbitrary(), (parts, milliseconds) =>
        {
            var (whole, piecewise) = (Begun(), Begun());
            var span = TimeSpan.FromMilliseconds(milliseconds);
            whole.Add(1, span);
            for (var i = 0; i < parts; i++)
            {
                piecewise.Add(1, span / parts);
            }

            return Math.Abs(whole.Value!.Value - piecewise.Value!.Value) < 1e-4;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_stays_between_the_least_and_the_largest_value() => Prop.ForAll<NonEmptyArray<NormalFloat>, PositiveInt>((values, milliseconds) =>
    {
        var smoothed = new Smoothed(_constant);
        foreach (var value in values.Get)
        {
            smoothed.Add(value.Get, TimeSpan.FromMilliseconds(milliseconds.Get));
        }

        var (least, largest) = (values.Get.Min(value => value.Get), values.Get.Max(value => value.Get));
        var slack = 1e-9 * (Math.Abs(least) + Math.Abs(largest));
        return smoothed.Value >= least - slack && smoothed.Value <= largest + slack;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_number_or_took_no_time_is_ignored()
    {
        var smoothed = Begun();

        smoothed.Add(double.NaN, _constant);
        smoothed.Add(double.PositiveInfinity, _constant);
        smoothed.Add(9, TimeSpan.Zero);
        smoothed.Add(9, -_constant);

        Assert.Equal(0, smoothed.Value);
        smoothed.Forget();
        Assert.Null(smoothed.Value);
    }

    [Fact]
    public void A_counter_has_a_rate_from_its_second_reading_on_and_none_where_it_cannot_be_read()
    {
        var rate = new CounterRate(_constant);
        rate.Add(100, TimeSpan.Zero);
        Assert.Null(rate.Value);

        rate.Add(150, TimeSpan.FromSeconds(2));
        Assert.Equal(25, rate.Value);

        rate.Add(3, TimeSpan.FromSeconds(1)); // began anew
        Assert.Equal(25, rate.Value);

        rate.Add(null, TimeSpan.FromSeconds(1));
        Assert.Null(rate.Value);
        rate.Add(1000, TimeSpan.FromSeconds(1)); // since when is unknown
        Assert.Null(rate.Value);
    }

    private static Smoothed Begun()
    {
        var smoothed = new Smoothed(_constant);
        smoothed.Add(0, TimeSpan.FromSeconds(1));
        return smoothed;
    }
}
