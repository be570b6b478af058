using System.Collections.Concurrent;
using NSubstitute;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Grains.Tests.Dispatch;

public sealed class SilentWorkersTests
{
    private const string Worker = "people/1";
    private readonly ManualClock _clock = new();
    private readonly IInferenceGrain _grain = Substitute.For<IInferenceGrain>();
    private readonly ConcurrentQueue<TaskCompletionSource> _words = new();
    private readonly ByteBudget _budget = new(capacity: 1000, mostWaiting: 8);
    private readonly SilentWorkers _silent;
    private bool _isThere = true;
    private int _changes;

    public SilentWorkersTests()
    {
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IInferenceGrain>(Worker).Returns(_grain);
        _grain.PingAsync().Returns(_ =>
        {
            _words.Enqueue(new TaskCompletionSource());
            return _words.Last().Task;
        });
        _silent = new SilentWorkers(grains, _clock, _ => _isThere, () => _changes++);
    }

    [Fact]
    public async Task A_worker_is_silent_until_it_answers_a_word_and_holds_until_then_what_lies_on_its_way()
    {
        _silent.Add(Worker, await LeaseAsync(300));
        _silent.Add(Worker, await LeaseAsync(200));
        Assert.True(_silent.Contains(Worker));
        Assert.False(_silent.Contains("people/2"));
        Assert.Equal((500, 1, 0), (_budget.Used, _words.Count, _changes));

        Next().SetResult();

        Until(() => _changes == 1);
        Assert.False(_silent.Contains(Worker));
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public async Task A_word_that_is_lost_is_said_again()
    {
        _silent.Add(Worker, await LeaseAsync(300));
        Next().SetException(new SiloUnavailableException("broken"));
        Until(() => !_words.IsEmpty, TimeSpan.FromMilliseconds(50));
        Assert.Single(_words);

        // This one is never answered, and the one after it is.
        Until(() => _words.Count == 2, TimeSpan.FromMilliseconds(500));
        Assert.True(_silent.Contains(Worker));
        Assert.Equal(300, _budget.Used);
        _words.Last().SetResult();

        Until(() => _changes == 1);
        Assert.False(_silent.Contains(Worker));
        Assert.Equal(0, _budget.Used);
    }

    [Fact]
    public async Task A_worker_that_is_no_more_holds_nothing()
    {
        _silent.Add(Worker, await LeaseAsync(300));
        _isThere = false;
        Until(() => _changes == 1, TimeSpan.FromMilliseconds(500));
        Assert.False(_silent.Contains(Worker));
        Assert.Equal(0, _budget.Used);

        _silent.Add(Worker, await LeaseAsync(300));
        Until(() => _changes == 2);
        Assert.Equal(0, _budget.Used);
    }

    private TaskCompletionSource Next() => _words.TryDequeue(out var word) ? word : throw new InvalidOperationException("Nothing was asked.");

    /// <param name="step">By how much time goes on until then.</param>
    private void Until(Func<bool> isSo, TimeSpan step = default) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            _clock.Advance(step);
            return isSo();
        },
        TimeSpan.FromSeconds(20)));

    private async Task<ByteLease> LeaseAsync(long bytes) =>
        await _budget.TakeAsync("lobby", CameraPriority.Normal, bytes, mayDrop: true, CancellationToken.None) ?? throw new InvalidOperationException("No room.");
}
