using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class RetryRuleTests
{
    public static TheoryData<CallFault> WorkerFaults => [CallFault.Worker, CallFault.Late, CallFault.Refused];

    [Theory]
    [MemberData(nameof(WorkerFaults))]
    public void A_live_picture_goes_to_another_worker_within_its_deadline(CallFault fault)
    {
        Assert.Equal(NextStep.AskAnother, RetryRule.Live.Next(fault, Ms(150), hasAnother: true, 0).Step);
        Assert.Equal(NextStep.AskAnother, RetryRule.Live.Next(fault, Ms(280), hasAnother: true, 0).Step);
        Assert.Equal(NextStep.GiveUp, RetryRule.Live.Next(fault, Ms(281), hasAnother: true, 0).Step);
        Assert.Equal(NextStep.GiveUp, RetryRule.Live.Next(fault, Ms(10), hasAnother: false, 0).Step);
    }

    [Theory]
    [MemberData(nameof(WorkerFaults))]
    public void A_picture_of_a_file_is_asked_for_until_answered(CallFault fault)
    {
        Assert.Equal(new(NextStep.AskAnother, TimeSpan.Zero), RetryRule.File.Next(fault, TimeSpan.FromDays(1), hasAnother: true, 5));
        Assert.Equal(
            [1, 2, 4, 4, 4],
            Enumerable.Range(0, 5).Select(round => (int)RetryRule.File.Next(fault, TimeSpan.FromDays(1), hasAnother: false, round).Wait.TotalSeconds));
        Assert.Equal(NextStep.WaitAndAskAnybody, RetryRule.File.Next(fault, TimeSpan.FromDays(1), hasAnother: false, 100).Step);
    }

    [Theory]
    [InlineData(CallFault.Picture)]
    [InlineData(CallFault.Cancelled)]
    public void What_no_worker_can_mend_is_not_tried_again(CallFault fault)
    {
        Assert.Equal(NextStep.GiveUp, RetryRule.Live.Next(fault, Ms(1), hasAnother: true, 0).Step);
        Assert.Equal(NextStep.GiveUp, RetryRule.File.Next(fault, Ms(1), hasAnother: true, 0).Step);
    }

    [Fact]
    public void An_attempt_leaves_time_for_another_where_there_is_one()
    {
        Assert.Equal(Ms(150), RetryRule.Live.AttemptLimit(Ms(0), hasAnother: true));
        Assert.Equal(Ms(300), RetryRule.Live.AttemptLimit(Ms(0), hasAnother: false));
        Assert.Equal(Ms(75), RetryRule.Live.AttemptLimit(Ms(150), hasAnother: true));
        Assert.Equal(Ms(30), RetryRule.Live.AttemptLimit(Ms(270), hasAnother: true));
        Assert.Equal(Ms(0), RetryRule.Live.AttemptLimit(Ms(290), hasAnother: true));
        Assert.Equal(TimeSpan.FromSeconds(30), RetryRule.File.AttemptLimit(TimeSpan.FromDays(1), hasAnother: true));
    }

    [Fact]
    public void Attempts_within_the_deadline_come_to_an_end()
    {
        var (age, attempts) = (TimeSpan.Zero, 0);
        while (RetryRule.Live.AttemptLimit(age, hasAnother: true) is var limit && limit > TimeSpan.Zero)
        {
            age += limit;
            attempts++;
        }

        Assert.InRange(age, Ms(281), Ms(300));
        Assert.InRange(attempts, 2, 6);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
