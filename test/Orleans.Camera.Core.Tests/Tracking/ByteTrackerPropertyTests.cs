using System.Runtime.InteropServices;
using Orleans.Camera.Core.State;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Tracking;

public class ByteTrackerPropertyTests
{
    private const float Aspect = 16f / 9;

    [Fact]
    public void Save_and_restore_at_any_picture_changes_nothing()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (whole, broken) = (new ByteTracker(Aspect), new ByteTracker(Aspect));
            var street = new Street(seed, framesPerSecond: random.Next(5, 31));
            var seen = 0;
            for (var picture = 0; picture < 500; picture++)
            {
                street.Next();
                Step(whole, street);
                Step(broken, street);
                if (random.Next(8) == 0)
                {
                    var state = Saved(broken);
                    broken = new ByteTracker(Aspect);
                    broken.Restore(new StateReader(state));
                    Assert.Equal(state, Saved(broken));
                    Assert.Equal(whole.Active.ToArray(), broken.Active.ToArray());
                    continue;
                }

                Assert.Equal(whole.Active.ToArray(), broken.Active.ToArray());
                Assert.Equal(whole.Ended.ToArray(), broken.Ended.ToArray());
                seen += whole.Active.Length;
            }

            Assert.Equal(Saved(whole), Saved(broken));
            Assert.True(seen > 100, "the street was empty");
        }
    }

    [Fact]
    public void Ids_are_never_used_again_and_every_confirmed_track_ends_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var tracker = new ByteTracker(Aspect);
            var street = new Street(seed, framesPerSecond: 10);
            var (started, ended) = (new HashSet<long>(), new HashSet<long>());
            for (var picture = 0; picture < 1000; picture++)
            {
                street.Next();
                Step(tracker, street);
                foreach (var track in tracker.Active)
                {
                    Assert.DoesNotContain(track.Id, ended);
                    started.Add(track.Id);
                }

                foreach (var id in tracker.Ended)
                {
                    Assert.True(ended.Add(id));
                }
            }

            tracker.Finish();
            ended.UnionWith(tracker.Ended.ToArray());
            Assert.Equal(0, tracker.Count);
            Assert.Subset(ended, started);
            Assert.Equal(started.Count, started.Max()); // dense: noise uses up no id
            Assert.True(started.Count > 20);
        }
    }

    [Fact]
    public void Nothing_is_allocated_per_picture_once_it_runs()
    {
        var tracker = new ByteTracker(Aspect);
        var street = new Street(seed: 1, framesPerSecond: 10, most: 30);
        for (var picture = 0; picture < 3000; picture++)
        {
            street.Next();
            Step(tracker, street);
        }

        long allocated = 0;
        for (var picture = 0; picture < 1000; picture++)
        {
            street.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(tracker, street);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_flood_of_boxes_stays_within_bounds()
    {
        var options = new ByteTrackerOptions { MaxTracks = 50 };
        var tracker = new ByteTracker(Aspect, options);
        var random = new Random(4);
        for (var picture = 0; picture < 60; picture++)
        {
            var flood = Enumerable.Range(0, 400).Select(index => ByteTrackerTests.At(
                ((index % 20) + 0.5f) / 20, ((index / 20) + 0.5f) / 20, 0.02f, 0.02f, random.NextSingle())).ToArray();
            tracker.Update(flood, TimeSpan.FromSeconds(picture / 10.0));

            Assert.InRange(tracker.Count, 1, options.MaxTracks);
        }

        Assert.InRange(Saved(tracker).Length, 1, 100 + (options.MaxTracks * 150));
    }

    [Fact]
    public void Boxes_that_are_none_are_ignored()
    {
        var tracker = new ByteTracker(Aspect);
        for (var picture = 0; picture < 5; picture++)
        {
            tracker.Update(
                [
                    ByteTrackerTests.At(0.5f, 0.5f),
                    ByteTrackerTests.At(float.NaN, 0.5f),
                    ByteTrackerTests.At(0.2f, 0.5f, width: 0),
                    ByteTrackerTests.At(0.2f, 0.5f, height: -1),
                    ByteTrackerTests.At(0.2f, float.PositiveInfinity),
                    ByteTrackerTests.At(0.2f, 0.2f, score: float.NaN),
                ],
                TimeSpan.FromSeconds(picture / 10.0));
        }

        Assert.Equal(1, tracker.Count);
        Assert.Equal(0.5f, tracker.Active[0].Box.Center.X, 3);
    }

    private static void Step(ByteTracker tracker, Street street)
    {
        if (street.IsStill)
        {
            tracker.Hold(street.Pts);
        }
        else
        {
            tracker.Update(CollectionsMarshal.AsSpan(street.Detections), street.Pts);
        }
    }

    private static byte[] Saved(ByteTracker tracker)
    {
        var writer = new StateWriter();
        tracker.Save(writer);
        return writer.Written.ToArray();
    }
}
