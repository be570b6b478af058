using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Detectors;

namespace Orleans.Camera.Vision.Tests.Detectors;

public sealed class SuppressionTests
{
    [Fact]
    public void Random_boxes_give_what_the_naive_definition_gives()
    {
        var random = new Random(31);
        var suppression = new Suppression();
        for (var round = 0; round < 2000; round++)
        {
            var boxes = Enumerable.Range(0, random.Next(0, 40)).Select(_ => RandomDetection(random)).ToList();
            var threshold = (float)random.NextDouble();
            var most = random.Next(1, 30);
            var expected = Naive(boxes, threshold, most);

            suppression.Apply(boxes, threshold, most);

            Assert.Equal(expected, boxes);
        }
    }

    [Fact]
    public void Boxes_of_different_labels_leave_each_other_alone()
    {
        List<Detection> boxes = [new(new(0, 0, 1, 1), 0, 0.9f), new(new(0, 0, 1, 1), 1, 0.8f)];

        new Suppression().Apply(boxes, 0.5f, 100);

        Assert.Equal(2, boxes.Count);
    }

    [Fact]
    public void What_a_suppressed_box_covers_may_stay()
    {
        // The middle one falls to the first; the last overlaps only the middle one
        List<Detection> boxes = [new(new(0, 0, 0.4f, 1), 0, 0.9f), new(new(0.1f, 0, 0.5f, 1), 0, 0.8f), new(new(0.3f, 0, 0.7f, 1), 0, 0.7f)];

        new Suppression().Apply(boxes, 0.5f, 100);

        Assert.Equal([0.9f, 0.7f], boxes.Select(box => box.Score));
    }

    [Fact]
    public void A_flood_of_boxes_is_bounded_and_quick()
    {
        var random = new Random(32);
        var boxes = Enumerable.Range(0, 100_000).Select(_ => RandomDetection(random)).ToList();
        var strongest = boxes.Max(box => box.Score);

        new Suppression().Apply(boxes, 1, 10_000);

        Assert.Equal(Suppression.MostCandidates, boxes.Count);
        Assert.Equal(strongest, boxes[0].Score);
    }

    [Fact]
    public void Suppression_allocates_nothing_in_steady_state()
    {
        var random = new Random(33);
        var all = Enumerable.Range(0, 300).Select(_ => RandomDetection(random)).ToArray();
        var suppression = new Suppression();
        var boxes = new List<Detection>(all);
        suppression.Apply(boxes, 1, 300);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 20; i++)
        {
            boxes.Clear();
            foreach (var box in all)
            {
                boxes.Add(box);
            }

            suppression.Apply(boxes, 0.5f, 300);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Take the strongest, strike out what it covers, again and again.</summary>
    private static List<Detection> Naive(List<Detection> boxes, float threshold, int most)
    {
        var left = boxes.OrderByDescending(box => box.Score).ToList();
        var kept = new List<Detection>();
        while (left.Count > 0 && kept.Count < most)
        {
            var best = left[0];
            kept.Add(best);
            left = [.. left.Skip(1).Where(box => box.Label != best.Label || Overlap(best, box) <= threshold)];
        }

        return kept;
    }

    private static float Overlap(Detection one, Detection other) => one.Box.IntersectionOverUnion(other.Box);

    private static Detection RandomDetection(Random random)
    {
        var (x, y) = ((float)random.NextDouble(), (float)random.NextDouble());
        var score = random.Next(0, 21) / 20f; // ties on purpose
        return new(new(x, y, x + (float)random.NextDouble(), y + (float)random.NextDouble()), random.Next(3), score);
    }
}
