using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Batching;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Core.Tests.Batching;

public class BatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ManualClock _clock = new();
    private readonly List<int[]> _batches = [];
    private readonly BatcherOptions _options = new() { MaximumBatch = 4, MaximumWait = TimeSpan.FromMilliseconds(20), MaximumQueue = 8 };

    [Fact]
    public async Task A_full_batch_starts_at_once()
    {
        await using var batcher = Doubling();

        Assert.Equal((int[])[2, 4, 6, 8], await All(Add(batcher, 1, 2, 3, 4)));
        Assert.Equal([[1, 2, 3, 4]], _batches);
    }

    [Fact]
    public async Task A_lonely_item_waits_no_longer_than_it_must()
    {
        await using var batcher = Doubling();
        var answers = Add(batcher, 1);
        _clock.Advance(TimeSpan.FromMilliseconds(12));
        answers = [.. answers, .. Add(batcher, 2)];
        _clock.Advance(TimeSpan.FromMilliseconds(7));
        Assert.Equal(2, batcher.Waiting);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((int[])[2, 4], await All(answers));
        Assert.Equal([[1, 2]], _batches);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_runs_go_one_after_the_other()
    {
        var gate = new TaskCompletionSource();
        await using var batcher = new Batcher<int, int>(_options, _clock, async (items, _) =>
        {
            _batches.Add([.. items]);
            await gate.Task;
            return [.. items];
        });
        var first = Add(batcher, 1, 2, 3, 4);
        Assert.True(SpinWait.SpinUntil(() => batcher.Waiting == 0, Patience));
        var second = Add(batcher, 5, 6, 7, 8, 9, 10, 11, 12);

        Assert.False(batcher.TryAdd(13, default, out _));
        gate.SetResult();

        Assert.Equal(Enumerable.Range(1, 12), await All([.. first, .. second]));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], _batches);
    }

    [Fact]
    public async Task The_fault_of_a_batch_is_told_to_all_its_callers_and_to_no_others()
    {
        await using var batcher = new Batcher<int, int>(
            _options, _clock, (items, _) => items.Contains(3) ? throw new InvalidDataException("bad picture") : new([.. items]));
        var bad = Add(batcher, 1, 2, 3, 4);
        var good = Add(batcher, 5, 6, 7, 8);

        foreach (var answer in bad)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => answer);
        }

        Assert.Equal((int[])[5, 6, 7, 8], await All(good));
    }

    [Fact]
    public async Task A_run_that_answers_too_little_is_a_fault()
    {
        await using var batcher = new Batcher<int, int>(_options, _clock, (_, _) => new([1]));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Add(batcher, 1, 2, 3, 4)[0]);

        Assert.Equal("A batch of 4 was answered with 1 results.", fault.Message);
    }

    [Fact]
    public async Task A_cancelled_item_is_not_in_the_batch()
    {
        await using var batcher = Doubling();
        using var stop = new CancellationTokenSource();
        Assert.True(batcher.TryAdd(1, stop.Token, out var cancelled));
        await stop.CancelAsync();
        var answers = Add(batcher, 2);
        _clock.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal((int[])[4], await All(answers));
        Assert.Equal([[2]], _batches);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Ending_cancels_what_waits_and_refuses_what_comes()
    {
        var batcher = Doubling();
        var waiting = Add(batcher, 1);

        await batcher.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0]);
        Assert.False(batcher.TryAdd(2, default, out _));
    }

    [Fact]
    public void Options_that_make_no_sense_are_all_named()
    {
        var options = new BatcherOptions { MaximumBatch = 0, MaximumWait = TimeSpan.FromSeconds(2), MaximumQueue = -1 };

        var fault = Assert.Throws<ArgumentException>(() => new Batcher<int, int>(options, _clock, (items, _) => new([.. items])));

        Assert.Contains("1 to 256, not 0; ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1 s, not 2 s; ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a whole batch of 0, not -1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_item_is_answered_once_in_order_and_no_batch_is_too_large() =>
        Prop.ForAll(Gen.Choose(0, 30).ListOf().ToArbitrary(), waits =>
        {
            _batches.Clear();
            var batcher = new Batcher<int, int>(_options with { MaximumQueue = 1000 }, _clock, Double);
            var answers = new List<Task<int>>();
            foreach (var (number, wait) in waits.Index())
            {
                answers.AddRange(Add(batcher, number));
                _clock.Advance(TimeSpan.FromMilliseconds(wait));
            }

            // The runner looks at the clock by itself, so that time may pass once more before it sets its timer.
            var isAnswered = SpinWait.SpinUntil(
                () =>
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(20));
                    return answers.TrueForAll(answer => answer.IsCompleted);
                },
                Patience);
            return isAnswered && _batches.TrueForAll(batch => batch.Length is >= 1 and <= 4) &&
                _batches.SelectMany(batch => batch).SequenceEqual(Enumerable.Range(0, answers.Count)) &&
                answers.Index().All(answer => answer.Item.Result == 2 * answer.Index);
        }).Check(Config.QuickThrowOnFailure);

    private Batcher<int, int> Doubling() => new(_options, _clock, Double);

    private ValueTask<IReadOnlyList<int>> Double(IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        _batches.Add([.. items]);
        return new([.. items.Select(item => 2 * item)]);
    }

    private static Task<int>[] Add(Batcher<int, int> batcher, params int[] items) => [.. items.Select(item =>
    {
        Assert.True(batcher.TryAdd(item, default, out var answer));
        return answer;
    })];

    private static Task<int[]> All(Task<int>[] answers) => Task.WhenAll(answers).WaitAsync(Patience);
}
