using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class RetryRuleTests
{
    public static TheoryData<CallFault> WorkerFaults => [CallFault.Worker, CallFault.Late, CallFault.Refused];

    [Theory]
    [MemberData(nameof(WorkerFaults))]
    public void A_live_picture_goes_to_another_worker_within_its_deadline(CallFault fault)
    {
        Assert.True(RetryRule.Live.MayAskAnother(fault, Ms(150)));
        Assert.True(RetryRule.Live.MayAskAnother(fault, Ms(280)));
        Assert.False(RetryRule.Live.MayAskAnother(fault, Ms(281)));
    }

    [Theory]
    [MemberData(nameof(WorkerFaults))]
    public void A_picture_of_a_file_may_go_to_another_worker_for_ever(CallFault fault) =>
        Assert.True(RetryRule.File.MayAskAnother(fault, TimeSpan.FromDays(1)));

    [Theory]
    [InlineData(CallFault.Picture)]
    [InlineData(CallFault.Cancelled)]
    public void What_no_worker_can_mend_is_not_tried_again(CallFault fault)
    {
        Assert.False(RetryRule.Live.MayAskAnother(fault, Ms(1)));
        Assert.False(RetryRule.File.MayAskAnother(fault, Ms(1)));
    }

    [Fact]
    public void The_deadline_is_longer_only_where_even_the_fastest_worker_that_lives_needs_long()
    {
        WorkerView slow = new() { Id = "people/0", Model = "people", Silo = "north", Usual = Ms(2000) };
        WorkerView fast = new() { Id = "people/1", Model = "people", Silo = "south", Usual = Ms(100) };

        Assert.Equal(Ms(300), RetryRule.DeadlineFor(Ms(300), []));
        Assert.Equal(Ms(300), RetryRule.DeadlineFor(Ms(300), [fast with { Usual = TimeSpan.Zero }]));
        Assert.Equal(Ms(8000), RetryRule.DeadlineFor(Ms(300), [slow]));
        Assert.Equal(Ms(400), RetryRule.DeadlineFor(Ms(300), [slow, fast]));
        Assert.Equal(Ms(500), RetryRule.DeadlineFor(Ms(500), [slow, fast]));
        Assert.Equal(Ms(8000), RetryRule.DeadlineFor(Ms(300), [slow, fast with { State = WorkerState.Failed }]));
    }

    [Fact]
    public void An_attempt_leaves_time_for_another_where_there_is_one()
    {
        Assert.Equal(Ms(150), RetryRule.Live.AttemptLimit(Ms(0), hasAnother: true, Ms(20)));
        Assert.Equal(Ms(300), RetryRule.Live.AttemptLimit(Ms(0), hasAnother: false, Ms(20)));
        Assert.Equal(Ms(75), RetryRule.Live.AttemptLimit(Ms(150), hasAnother: true, Ms(20)));
        Assert.Equal(Ms(30), RetryRule.Live.AttemptLimit(Ms(270), hasAnother: true, Ms(20)));
        Assert.Equal(Ms(0), RetryRule.Live.AttemptLimit(Ms(290), hasAnother: true, Ms(20)));
    }

    [Theory]
    [InlineData(20, 1_000)]
    [InlineData(500, 4_000)]
    [InlineData(10_000, 30_000)]
    [InlineData(0, 30_000)]
    public void A_worker_has_a_picture_of_a_file_for_several_times_what_it_usually_needs(double usual, double limit)
    {
        Assert.Equal(Ms(limit), RetryRule.File.AttemptLimit(TimeSpan.FromDays(1), hasAnother: true, Ms(usual)));
        Assert.Equal(Ms(30_000), RetryRule.File.AttemptLimit(TimeSpan.FromDays(1), hasAnother: false, Ms(usual)));
    }

    [Fact]
    public void Attempts_within_the_deadline_come_to_an_end()
    {
        var (age, attempts) = (TimeSpan.Zero, 0);
        while (RetryRule.Live.AttemptLimit(age, hasAnother: true, default) is var limit && limit > TimeSpan.Zero)
        {
            age += limit;
            attempts++;
        }

        Assert.InRange(age, Ms(281), Ms(300));
        Assert.InRange(attempts, 2, 6);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
