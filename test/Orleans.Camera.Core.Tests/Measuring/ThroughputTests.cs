using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Core.Tests.Measuring;

public class ThroughputTests
{
    private readonly ManualClock _time = new();

    [Fact]
    public async Task The_median_counts_and_the_first_run_does_not()
    {
        var (trial, runs) = await ProbeAsync(900, 20, 20, 80, 20);

        Assert.InRange(runs, 4, 50);

        Assert.Equal((TimeSpan.FromMilliseconds(20), runs - 1), (trial.PerPicture, trial.Runs));
        Assert.Equal(50, trial.PicturesPerSecond);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(700)]
    [InlineData(1500)]
    public async Task It_is_over_in_less_than_two_seconds_however_slow_the_model_is(int milliseconds)
    {
        var start = _time.GetTimestamp();
        var (trial, _) = await ProbeAsync(milliseconds);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), trial.PerPicture);
        Assert.True(trial.Runs >= 1);
        Assert.InRange(_time.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_model_that_does_not_end_in_time_is_stopped_and_known_to_be_slower()
    {
        var trial = await new ThroughputProbe(_time).RunAsync(
            async token =>
            {
                _time.Advance(TimeSpan.FromSeconds(1.9));
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            },
            CancellationToken.None);

        Assert.Equal(new ThroughputTrial(ThroughputProbe.Longest, 0), trial);
    }

    [Fact]
    public async Task A_fault_of_the_model_and_the_callers_end_come_out()
    {
        var probe = new ThroughputProbe(_time);

        await Assert.ThrowsAsync<InvalidDataException>(() => probe.RunAsync(_ => throw new InvalidDataException(), CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.RunAsync(
            token =>
            {
                token.ThrowIfCancellationRequested();
                return ValueTask.CompletedTask;
            },
            new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Real_service_times_take_the_place_of_the_trial()
    {
        var times = new ServiceTimes(_time, new ThroughputTrial(TimeSpan.FromMilliseconds(20), 10));
        Assert.Equal(50, times.PicturesPerSecond!.Value, 6);

        for (var run = 0; run < 1000; run++)
        {
            var started = _time.GetTimestamp();
            _time.Advance(TimeSpan.FromMilliseconds(80));
            times.Add(started, pictures: 2);
        }

        Assert.Equal(25, times.PicturesPerSecond!.Value, 2);
        Assert.Equal(40, times.PerPicture!.Value.TotalMilliseconds, 1);
    }

    [Fact]
    public void One_slow_picture_moves_little_and_nothing_known_is_nothing_said()
    {
        var times = new ServiceTimes(_time, new ThroughputTrial(TimeSpan.FromMilliseconds(20), 10));
        var started = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        times.Add(started, pictures: 1);
        times.Add(started, pictures: 0);
        Assert.InRange(times.PerPicture!.Value.TotalMilliseconds, 20, 25);

        Assert.Null(new ServiceTimes(_time).PicturesPerSecond);
        Assert.Null(new ServiceTimes(_time, new ThroughputTrial(TimeSpan.FromSeconds(1.8), 0)).PicturesPerSecond);
    }

    [Fact]
    public void A_trial_on_a_machine_that_was_busy_is_forgotten_after_three_pictures()
    {
        var times = new ServiceTimes(_time, new ThroughputTrial(TimeSpan.FromSeconds(1.8), 1));
        Assert.Equal(1800, times.Usual!.Value.TotalMilliseconds, 6);

        Take(times, 30, 30, 30);

        Assert.Equal(30, times.PerPicture!.Value.TotalMilliseconds, 1);
        Assert.Equal(30, times.Usual!.Value.TotalMilliseconds, 6);
    }

    [Fact]
    public void What_a_picture_usually_takes_follows_within_some_pictures_and_minds_no_slow_one()
    {
        var times = new ServiceTimes(_time);
        Assert.Null(times.Usual);
        Take(times, 900, 900, 900, 900);
        Assert.Equal(900, times.Usual!.Value.TotalMilliseconds, 6);

        Take(times, 30, 30, 30, 30, 30);
        Assert.Equal(30, times.Usual!.Value.TotalMilliseconds, 6);
        Take(times, 30, 2000, 30, 2000, 30);
        Assert.Equal(30, times.Usual!.Value.TotalMilliseconds, 6);
    }

    private void Take(ServiceTimes times, params int[] milliseconds)
    {
        foreach (var taken in milliseconds)
        {
            var started = _time.GetTimestamp();
            _time.Advance(TimeSpan.FromMilliseconds(taken));
            times.Add(started, pictures: 1);
        }
    }

    private async Task<(ThroughputTrial Trial, int Runs)> ProbeAsync(params int[] milliseconds)
    {
        var runs = 0;
        var trial = await new ThroughputProbe(_time).RunAsync(
            _ =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(milliseconds[Math.Min(runs++, milliseconds.Length - 1)]));
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        return (trial, runs);
    }
}
