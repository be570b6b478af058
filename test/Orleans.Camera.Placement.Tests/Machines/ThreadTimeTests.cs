using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Tests.Machines;

public class ThreadTimeTests
{
    [Fact]
    public void Work_counts_and_waiting_does_not()
    {
        var start = ThreadTime.Now;
        while (start.Elapsed < TimeSpan.FromMilliseconds(30))
        {
            // Works.
        }

        var worked = start.Elapsed!.Value;
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromMilliseconds(300));
        Assert.InRange(start.Elapsed!.Value - worked, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void The_work_of_another_thread_is_not_ones_own()
    {
        var start = ThreadTime.Now;
        TimeSpan? seen = TimeSpan.Zero;
        var other = new Thread(() => seen = start.Elapsed);
        other.Start();
        other.Join();
        Assert.Null(seen);
    }
}
