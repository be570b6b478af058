using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tests.Motion;

public class MotionStateTests
{
    private static readonly PictureSize _size = new(120, 90);

    [Fact]
    public void A_gate_and_a_detector_restored_at_any_picture_answer_like_the_undisturbed_ones()
    {
        var random = new Random(11);
        for (var round = 0; round < 8; round++)
        {
            var (pictures, script) = (new GatePictures(_size, round), new Random(round));
            var (gate, detector) = (new MotionGate(_size), new MotionDetector(_size));
            var (otherGate, otherDetector) = (gate, detector);
            var cut = random.Next(1, 110);
            for (var i = 0; i < 160; i++)
            {
                if (i == cut)
                {
                    (otherGate, otherDetector) = (new MotionGate(_size), new MotionDetector(_size));
                    Copy(gate, otherGate);
                    Copy(detector, otherDetector);
                }

                Draw(pictures, script, i);
                var pts = TimeSpan.FromMilliseconds(i * 73);
                var expected = pictures.Show(gate, pts);
                var boxes = Boxes(detector, expected, pts);
                if (i >= cut)
                {
                    var seen = pictures.Show(otherGate, pts);
                    Assert.Equal(expected.Foreground, seen.Foreground);
                    Assert.Equal(expected.IsOpen, seen.IsOpen);
                    Assert.Equal(expected.Regions, seen.Regions);
                    Assert.Equal(boxes, Boxes(otherDetector, seen, pts));
                }
            }

            Assert.Equal(Saved(gate), Saved(otherGate));
            Assert.Equal(Saved(detector), Saved(otherDetector));
        }
    }

    [Theory]
    [InlineData(256, 128)]
    [InlineData(181, 181)]
    [InlineData(16_384, 2)]
    [InlineData(3, 10_922)]
    public void The_whole_state_of_the_largest_gate_fits_in_64_kilobytes(int width, int height)
    {
        var size = new PictureSize(width, height);
        var gate = new MotionGate(size);
        var pictures = new GatePictures(size, 1);
        pictures.Empty().Show(gate, TimeSpan.Zero);
        pictures.Empty().With(0, 0, 50, 50).Show(gate, TimeSpan.FromSeconds(1));

        Assert.InRange(Saved(gate).Length, 1, 64 * 1024);
    }

    [Fact]
    public void A_damaged_or_foreign_state_is_refused()
    {
        var state = Saved(new MotionGate(_size));
        Assert.Throws<InvalidDataException>(() => new MotionGate(new PictureSize(90, 120)).Restore(new StateReader(state)));
        Assert.Throws<InvalidDataException>(() => new MotionDetector(_size).Restore(new StateReader(state)));
        Assert.Throws<InvalidDataException>(() => new MotionGate(_size).Restore(new StateReader(state.AsMemory(0, state.Length - 1))));
    }

    [Fact]
    public void A_busy_picture_allocates_nothing()
    {
        var (gate, detector, pictures) = (new MotionGate(_size), new MotionDetector(_size), new GatePictures(_size, 2));
        var script = new Random(2);
        var boxes = new List<Detection>(64);
        var allocated = 0L;
        for (var i = 0; i < 400; i++)
        {
            Draw(pictures, script, i);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = pictures.Show(gate, TimeSpan.FromMilliseconds(i * 73));
            boxes.Clear();
            detector.Detect(result, TimeSpan.FromMilliseconds(i * 73), boxes);
            allocated += i < 200 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Draw(GatePictures pictures, Random script, int i)
    {
        pictures.Empty(i % 40 > 30 ? 0.8 : 1, shiftX: i % 23 == 0 ? 1 : 0);
        if (i > 10)
        {
            pictures.With(i % 140, 30, 7, 16, 50).With(120 - (i % 150), 34, 8, 18, -40).With(script.Next(120), script.Next(90), 3, 3);
        }
    }

    private static List<Detection> Boxes(MotionDetector detector, MotionResult motion, TimeSpan pts)
    {
        var boxes = new List<Detection>();
        detector.Detect(motion, pts, boxes);
        return boxes;
    }

    private static void Copy(IStateful from, IStateful to) => to.Restore(new StateReader(Saved(from)));

    private static byte[] Saved(IStateful stateful)
    {
        var writer = new StateWriter();
        stateful.Save(writer);
        return writer.Written.ToArray();
    }
}
