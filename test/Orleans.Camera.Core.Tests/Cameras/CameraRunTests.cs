using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Core.Tests.Cameras;

public class CameraRunTests
{
    private static readonly Scene _scene = StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 40);
    private static readonly PlayedPictures _pictures = new(_scene);
    private static readonly CameraOrder _order = new()
    {
        Camera = "street",
        Address = "street.mp4",
        Plan = new()
        {
            Lines = [.. _scene.Lines.Select(line => line with { Anchor = Geometry.Anchor.Center })],
            Zones = [new() { Name = "left", Polygon = [new(0.05f, 0.4f), new(0.4f, 0.4f), new(0.4f, 0.95f), new(0.05f, 0.95f)], Anchor = Geometry.Anchor.Center }],
        },
        Configuration = 7,
    };

    private static readonly Lazy<Task<Ledger>> _undisturbed = new(async () =>
    {
        var ledger = new Ledger(seed: 0);
        await ledger.RunAsync(_order, _pictures);
        return ledger;
    });

    [Fact]
    public async Task A_recording_that_crashes_anywhere_counts_what_an_undisturbed_one_counts()
    {
        var whole = await _undisturbed.Value;
        Assert.True(whole.Events.OfType<CrossingEvent>().Count() >= 8, "too few cross: the test proves nothing");
        Assert.True(whole.Checkpoint.HasEnded);

        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var ledger = new Ledger(seed);
            while (!ledger.Checkpoint.HasEnded)
            {
                await ledger.RunAsync(_order, _pictures, crashAfter: random.Next(1, 120));
            }

            Assert.Equal(whole.Events, ledger.Events);
            Assert.Equal(whole.Checkpoint.Delta.ToArray(), ledger.Checkpoint.Delta.ToArray());
            Assert.Equal(whole.Checkpoint.Base!.State.ToArray(), ledger.Checkpoint.Base!.State.ToArray());
            Assert.InRange(ledger.MostReRead, 1, (int)(4 * _pictures.FramesPerSecond));
        }
    }

    [Fact]
    public async Task A_recording_that_is_stopped_goes_on_after_the_very_picture_that_was_counted_last()
    {
        var whole = await _undisturbed.Value;
        var ledger = new Ledger(seed: 5);
        for (var stop = 37; !ledger.Checkpoint.HasEnded; stop += 41)
        {
            await ledger.RunAsync(_order, _pictures, stopAfter: stop);
            Assert.True(ledger.Checkpoint.HasEnded || ledger.Checkpoint.Frame == stop, $"{ledger.Checkpoint.Frame} is not {stop}");
        }

        Assert.Equal(0, ledger.MostReRead);
        Assert.Equal(whole.Events, ledger.Events);
    }

    [Fact]
    public async Task Every_second_of_footage_is_cut_and_every_event_at_its_own_picture()
    {
        var whole = await _undisturbed.Value;
        var frames = whole.Cuts.Select(cut => cut.Frame).ToHashSet();

        Assert.Subset(frames, Enumerable.Range(0, 40).Select(second => (second * 10L) + 1).ToHashSet());
        Assert.Equal(Enumerable.Range(0, 10).Select(four => (four * 40L) + 1), whole.Cuts.Where(cut => cut.Base is not null).Select(cut => cut.Base!.Frame));
        Assert.All(whole.Cuts.Where(cut => cut.Base is not null), cut => Assert.InRange(cut.Base!.State.Length, 1, 64 * 1024));
        Assert.All(whole.Cuts.Where(cut => cut.Frame % 10 != 1 && !cut.HasEnded), cut => Assert.NotEmpty(cut.Events));
    }

    [Fact]
    public async Task A_recording_that_has_changed_is_a_fault_and_not_another_count()
    {
        var ledger = new Ledger(seed: 1);
        await ledger.RunAsync(_order, _pictures, stopAfter: 100);
        var before = ledger.Checkpoint;

        await Assert.ThrowsAsync<SourceException>(() => ledger.RunAsync(_order, _pictures.From(2)));
        Assert.Equal(before, ledger.Checkpoint);
    }

    [Fact]
    public async Task A_new_definition_goes_on_in_the_same_recording_and_begins_in_another()
    {
        var ledger = new Ledger(seed: 1);
        await ledger.RunAsync(_order, _pictures, stopAfter: 100);
        await ledger.RunAsync(_order with { Configuration = 8, Plan = _order.Plan with { Zones = [] } }, _pictures, stopAfter: 150);
        Assert.Equal(101, ledger.FirstRead);
        Assert.Equal((8, 150), (ledger.Checkpoint.Configuration, ledger.Checkpoint.Frame));

        await ledger.RunAsync(_order with { Configuration = 9, Address = "other.mp4" }, _pictures, stopAfter: 10);
        Assert.Equal(1, ledger.FirstRead);
    }

    [Fact]
    public async Task A_picture_of_a_recording_is_asked_for_until_the_detector_answers()
    {
        var whole = new Ledger(seed: 2);
        var order = _order with { Detector = "model", Plan = _order.Plan with { Zones = [] } };
        await whole.RunAsync(order, _pictures, detector: (frame, _) => { });
        var (failures, time) = (0, new HurriedTime());
        var ledger = new Ledger(seed: 2, time);

        await ledger.RunAsync(order, _pictures, detector: (frame, _) =>
        {
            if (frame.Number % 50 == 7 && failures++ % 3 != 2)
            {
                throw failures % 2 == 0 ? new ModelException("no answer") : new WorkerLostException("no worker");
            }
        });

        Assert.True(failures > 3);
        Assert.Equal(_pictures.Count, ledger.Checkpoint.Frame);
        Assert.Equal(whole.Checkpoint.Delta.ToArray(), ledger.Checkpoint.Delta.ToArray());
    }

    [Fact]
    public async Task A_definition_that_makes_no_sense_ends_the_run_and_changes_nothing()
    {
        var ledger = new Ledger(seed: 1);
        var order = _order with { Plan = _order.Plan with { Labels = ["zebra"] } };

        await Assert.ThrowsAsync<ArgumentException>(() => ledger.RunAsync(order, _pictures));
        Assert.Equal(Checkpoint.Empty, ledger.Checkpoint);
    }
}
