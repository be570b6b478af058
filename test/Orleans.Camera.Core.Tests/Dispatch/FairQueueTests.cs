using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class FairQueueTests
{
    [Fact]
    public void Priorities_get_turns_by_weight_and_the_lowest_its_trickle()
    {
        var queue = new FairQueue<CameraPriority>();
        foreach (var priority in Enum.GetValues<CameraPriority>())
        {
            for (var item = 0; item < 1000; item++)
            {
                queue.Enqueue("camera", priority, priority);
            }
        }

        var turns = Turns(queue, 800).CountBy(priority => priority).ToDictionary();

        Assert.InRange(turns[CameraPriority.Critical], 538, 542);
        Assert.InRange(turns[CameraPriority.High], 179, 181);
        Assert.InRange(turns[CameraPriority.Normal], 59, 61);
        Assert.InRange(turns[CameraPriority.Low], 19, 21);
    }

    [Fact]
    public void Who_was_away_has_saved_up_no_turns()
    {
        var queue = new FairQueue<CameraPriority>();
        for (var item = 0; item < 2000; item++)
        {
            queue.Enqueue("lobby", CameraPriority.Critical, CameraPriority.Critical);
        }

        Turns(queue, 1000);
        for (var item = 0; item < 100; item++)
        {
            queue.Enqueue("yard", CameraPriority.Low, CameraPriority.Low);
        }

        Assert.InRange(Turns(queue, 280).Count(priority => priority == CameraPriority.Low), 9, 11);
    }

    [Fact]
    public void A_fast_camera_does_not_crowd_out_a_slow_one_and_each_stays_in_order()
    {
        var queue = new FairQueue<(string Camera, int Number)>();
        for (var number = 0; number < 30; number++)
        {
            queue.Enqueue("fast", CameraPriority.Normal, ("fast", number));
        }

        for (var number = 0; number < 3; number++)
        {
            queue.Enqueue("slow", CameraPriority.Normal, ("slow", number));
        }

        var turns = Turns(queue, 33);

        Assert.Equal(["fast", "slow", "fast", "slow", "fast", "slow", "fast"], turns.Take(7).Select(turn => turn.Camera));
        Assert.All(turns.GroupBy(turn => turn.Camera), camera => Assert.Equal(camera.Select(turn => turn.Number).Order(), camera.Select(turn => turn.Number)));
        Assert.False(queue.TryDequeue(out _));
        Assert.Equal(0, queue.Count);
    }

    private static List<T> Turns<T>(FairQueue<T> queue, int count)
    {
        var turns = new List<T>();
        while (turns.Count < count && queue.TryDequeue(out var item))
        {
            turns.Add(item);
        }

        return turns;
    }
}
