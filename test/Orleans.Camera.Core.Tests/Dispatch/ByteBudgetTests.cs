using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class ByteBudgetTests
{
    [Fact]
    public async Task Who_finds_no_room_waits_until_bytes_come_back()
    {
        var budget = new ByteBudget(100, 8);
        var first = await Take(budget, "a", CameraPriority.Normal, 60);
        var second = Take(budget, "b", CameraPriority.Normal, 60);
        Assert.False(second.IsCompleted);

        first!.Dispose();
        first.Dispose();

        Assert.Equal(60, (await second)!.Bytes);
        Assert.Equal(60, budget.Used);
    }

    [Fact]
    public async Task A_picture_larger_than_the_budget_goes_alone()
    {
        var budget = new ByteBudget(100, 8);
        var small = await Take(budget, "a", CameraPriority.Normal, 10);
        var large = Take(budget, "b", CameraPriority.Normal, 500);
        var next = Take(budget, "c", CameraPriority.Normal, 10);
        Assert.False(next.IsCompleted, "nobody passes the one whose turn it is");

        small!.Dispose();
        (await large)!.Dispose();

        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Under_overload_the_least_important_is_dropped_first_but_keeps_its_eighth_of_the_places()
    {
        var budget = new ByteBudget(1, 16);
        using var held = await Take(budget, "a", CameraPriority.Critical, 1);
        var low = Enumerable.Range(0, 10).Select(_ => Take(budget, "low", CameraPriority.Low, 1)).ToArray();

        var critical = Enumerable.Range(0, 20).Select(_ => Take(budget, "critical", CameraPriority.Critical, 1)).ToArray();

        Assert.Equal(8, budget.DroppedOf(CameraPriority.Low));
        Assert.Equal(6, budget.DroppedOf(CameraPriority.Critical));
        Assert.Equal(16, budget.Waiting);
        Assert.All(low[..8], picture => Assert.Null(picture.Result));
        Assert.All(low[8..], picture => Assert.False(picture.IsCompleted, "the newest stay"));
        Assert.All(critical[6..], picture => Assert.False(picture.IsCompleted));
    }

    [Fact]
    public async Task A_file_is_never_dropped()
    {
        var budget = new ByteBudget(1, 8);
        var held = await Take(budget, "a", CameraPriority.Low, 1);
        var files = Enumerable.Range(0, 20).Select(file => budget.TakeAsync($"file-{file}", CameraPriority.Low, 1, mayDrop: false, default).AsTask()).ToArray();

        held!.Dispose();
        foreach (var file in files)
        {
            (await file)!.Dispose();
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_cancelled_one_leaves_its_place_to_the_next()
    {
        var budget = new ByteBudget(100, 8);
        var held = await Take(budget, "a", CameraPriority.Normal, 60);
        using var stop = new CancellationTokenSource();
        var large = budget.TakeAsync("b", CameraPriority.Normal, 90, mayDrop: true, stop.Token).AsTask();
        var small = Take(budget, "c", CameraPriority.Normal, 40);
        Assert.False(small.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small)!.Dispose();
        held!.Dispose();
        Assert.Equal((0, 0), (budget.Used, budget.Waiting));
    }

    [Fact]
    public void No_byte_is_lost_or_made_whatever_happens()
    {
        var step = Gen.Choose(0, 5).Zip(Gen.Choose(1, 70)).Zip(Gen.Choose(0, 3));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var budget = new ByteBudget(100, 8);
            var open = new List<(Task<ByteLease?> Lease, CancellationTokenSource Stop)>();
            foreach (var ((action, bytes), priority) in steps)
            {
                Act(budget, open, action, bytes, (CameraPriority)priority);
                var leases = Granted(open).ToArray();
                if (budget.Used != leases.Sum(lease => lease.Bytes) || (budget.Used > 100 && leases.Length > 1) || budget.Waiting > 8)
                {
                    return false;
                }
            }

            // Whoever still waits gets its turn when the others are done.
            for (var round = 0; round < 100; round++)
            {
                Act(budget, open, 4, 0, default);
            }

            return budget.Used == 0 && budget.Waiting == 0 && open.TrueForAll(one => one.Lease.IsCompleted);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static void Act(ByteBudget budget, List<(Task<ByteLease?> Lease, CancellationTokenSource Stop)> open, int action, int bytes, CameraPriority priority)
    {
        if (action <= 3)
        {
            var stop = new CancellationTokenSource();
            open.Add((budget.TakeAsync($"camera-{bytes % 3}", priority, bytes, mayDrop: true, stop.Token).AsTask(), stop));
        }
        else if (action == 4 && Granted(open).FirstOrDefault() is { } lease)
        {
            open.RemoveAll(one => one.Lease.IsCompletedSuccessfully && one.Lease.Result == lease);
            lease.Dispose();
        }
        else if (open.Find(one => !one.Lease.IsCompleted) is { Stop: { } waiting } && action == 5)
        {
            waiting.Cancel();
        }

        // Continuations run elsewhere; what is decided is decided.
        SpinWait.SpinUntil(() => open.Count(one => !one.Lease.IsCompleted) == budget.Waiting, TimeSpan.FromSeconds(10));
    }

    private static IEnumerable<ByteLease> Granted(List<(Task<ByteLease?> Lease, CancellationTokenSource Stop)> open) =>
        open.Where(one => one.Lease.IsCompletedSuccessfully).Select(one => one.Lease.Result).OfType<ByteLease>();

    private static Task<ByteLease?> Take(ByteBudget budget, string camera, CameraPriority priority, long bytes) =>
        budget.TakeAsync(camera, priority, bytes, mayDrop: true, default).AsTask();
}
