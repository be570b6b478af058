using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Grains.Tests.Dispatch;

public class WorkerQuarantineTests
{
    private const string Worker = "people/1";
    private readonly ManualClock _clock = new();
    private readonly WorkerQuarantine _quarantine;

    public WorkerQuarantineTests() => _quarantine = new(new QuarantineOptions(), _clock);

    [Theory]
    [InlineData(CallFault.Worker, true)]
    [InlineData(CallFault.Late, true)]
    [InlineData(CallFault.Refused, false)]
    [InlineData(CallFault.Picture, false)]
    [InlineData(CallFault.Cancelled, false)]
    public async Task Only_faults_of_the_worker_quarantine_it(CallFault fault, bool isQuarantined)
    {
        await FailAsync(3, fault);
        Assert.False(_quarantine.IsQuarantined(Worker));

        await FailAsync(1, fault);

        Assert.Equal(isQuarantined, _quarantine.IsQuarantined(Worker));
        Assert.False(_quarantine.IsQuarantined("people/2"));
    }

    [Fact]
    public async Task Slow_answers_arrive_and_quarantine_too()
    {
        for (var call = 0; call < 4; call++)
        {
            Assert.Equal(7, await AnswerAsync(seconds: 1.1));
        }

        Assert.True(_quarantine.IsQuarantined(Worker));
        var refused = await Assert.ThrowsAsync<WorkerQuarantinedException>(() => AnswerAsync());
        Assert.Contains("'people/1' failed too often", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_pause_one_picture_decides()
    {
        await FailAsync(4, CallFault.Worker);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(_quarantine.IsQuarantined(Worker));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_quarantine.IsQuarantined(Worker), "it is time to try it");

        // While the one is under way, nobody else is let through.
        var trial = new TaskCompletionSource<int>();
        var trying = _quarantine.CallAsync(Worker, _ => new ValueTask<int>(trial.Task), _ => CallFault.Worker, default).AsTask();
        Assert.True(_quarantine.IsQuarantined(Worker));
        await Assert.ThrowsAsync<WorkerQuarantinedException>(() => AnswerAsync());
        trial.SetException(new IOException("again"));
        await Assert.ThrowsAsync<IOException>(() => trying);
        Assert.True(_quarantine.IsQuarantined(Worker));

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(7, await AnswerAsync());
        Assert.False(_quarantine.IsQuarantined(Worker));
        await FailAsync(3, CallFault.Worker);
        Assert.False(_quarantine.IsQuarantined(Worker), "it begins anew");
    }

    [Fact]
    public async Task A_forgotten_worker_has_a_clean_name()
    {
        await FailAsync(4, CallFault.Worker);

        _quarantine.Forget(Worker);

        Assert.False(_quarantine.IsQuarantined(Worker));
    }

    private Task<int> AnswerAsync(double seconds = 0) => _quarantine.CallAsync(
        Worker,
        _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            return new ValueTask<int>(7);
        },
        _ => CallFault.Worker,
        default).AsTask();

    private async Task FailAsync(int times, CallFault fault)
    {
        for (var call = 0; call < times; call++)
        {
            await Assert.ThrowsAsync<IOException>(() => _quarantine.CallAsync<int>(Worker, _ => throw new IOException("gone"), _ => fault, default).AsTask());
        }
    }
}
