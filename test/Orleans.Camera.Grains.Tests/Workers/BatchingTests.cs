using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>One worker whose model takes pictures of several cameras at once.</summary>
public sealed class BatchingTests
{
    private static readonly FrameLayout _layout = new(new(64, 48), new(16, 12), new(64, 48));
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task What_waits_while_a_batch_runs_goes_together_into_the_next_and_each_gets_its_own_answer_in_order()
    {
        var models = new BatchModels(_clock, new(4, TimeSpan.Zero), perRun: 20, perPicture: 1);
        await using var worker = await LocalWorker.StartAsync("people/1", "cpu", models, lanes: 1, _clock);
        models.Begin();

        var first = AskAsync(worker, 1);
        await models.Held;
        var others = Enumerable.Range(2, 8).Select(number => AskAsync(worker, number)).ToArray();
        models.Release();
        var all = await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 4, 4], models.Runs);
        Assert.Equal(Enumerable.Range(1, 9).Select(number => (long)number), models.Order);
        Assert.Equal(Enumerable.Range(1, 9).Select(number => number / 10f), all.Select(answer => answer.Boxes[4]));
    }

    [Fact]
    public async Task A_model_that_is_no_faster_by_it_takes_one_picture_at_a_time_whatever_its_manifest_wants()
    {
        var models = new BatchModels(_clock, new(4, TimeSpan.FromSeconds(1)), perRun: 0, perPicture: 20);
        await using var worker = await LocalWorker.StartAsync("people/1", "cpu", models, lanes: 1, _clock);
        models.Begin();

        var answers = Enumerable.Range(1, 4).Select(number => AskAsync(worker, number)).ToArray();
        await models.Held;
        models.Release();
        await Task.WhenAll(answers);

        Assert.Equal([1, 1, 1, 1], models.Runs);
        Assert.Equal(50, worker.Beat.PicturesPerSecond, 0.1);
    }

    [Fact]
    public async Task The_first_picture_waits_for_others_as_long_as_the_manifest_says_and_no_longer()
    {
        var models = new BatchModels(_clock, new(4, TimeSpan.FromMilliseconds(30)), perRun: 20, perPicture: 1);
        await using var worker = await LocalWorker.StartAsync("people/1", "cpu", models, lanes: 1, _clock);
        models.Begin();
        models.Release();

        var first = AskAsync(worker, 1);
        var second = AskAsync(worker, 2);
        _clock.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(first.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second);

        Assert.Equal([2], models.Runs);
        Assert.Equal(1000 / ((20 + (4 * 1)) / 4.0), worker.Beat.PicturesPerSecond, 20.0);
    }

    [Fact]
    public async Task A_picture_that_spoils_a_batch_is_a_fault_of_its_own_camera_only()
    {
        var models = new BatchModels(_clock, new(4, TimeSpan.Zero), perRun: 20, perPicture: 1) { Spoilt = 3 };
        await using var worker = await LocalWorker.StartAsync("people/1", "cpu", models, lanes: 1, _clock);
        models.Begin();

        var answers = Enumerable.Range(1, 5).Select(number => AskAsync(worker, number)).ToArray();
        await models.Held;
        models.Release();
        var all = await Task.WhenAll(answers);

        Assert.Equal([null, null, CallFault.Picture, null, null], all.Select(answer => answer.Fault));
        Assert.Equal(0.4f, all[3].Boxes[4]);
    }

    private static async Task<WorkAnswer> AskAsync(LocalWorker worker, int number)
    {
        using var frame = Frame.Over(_layout, new byte[_layout.ByteLength], number, default, default);
        using var picture = new WorkPicture(frame, motion: null);
        return await worker.DetectAsync(picture, CancellationToken.None);
    }

    /// <summary>A model whose run takes so many milliseconds of the test's clock, and holds its first run after the trial.</summary>
    private sealed class BatchModels(ManualClock clock, BatchRule rule, int perRun, int perPicture) : IDetectors, IOpenDetector, IObjectDetector, IBatchDetector
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isTrial = true;

        public long Spoilt { get; init; }

        public List<int> Runs { get; } = [];

        public List<long> Order { get; } = [];

        public Task Held => _held.Task;

        public PictureSize Picture => _layout.Picture;

        public IReadOnlyList<string> Labels { get; } = ["person"];

        public BatchRule Batch => rule;

        public void Begin() => _isTrial = false;

        public void Release() => _released.SetResult();

        public IOpenDetector Open(string name) => this;

        public IObjectDetector Create(FrameLayout layout) => this;

        public IBatchDetector CreateBatch() => this;

        public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken) =>
            RunAsync([frame], [detections]);

        public ValueTask DetectAsync(IReadOnlyList<Frame> frames, IReadOnlyList<List<Detection>> detections, CancellationToken cancellationToken) =>
            RunAsync(frames, detections);

        public void Dispose()
        {
            // Holds nothing.
        }

        private async ValueTask RunAsync(IReadOnlyList<Frame> frames, IReadOnlyList<List<Detection>> detections)
        {
            if (!_isTrial)
            {
                Runs.Add(frames.Count);
                _held.TrySetResult();
                await _released.Task;
            }

            clock.Advance(TimeSpan.FromMilliseconds(perRun + (perPicture * frames.Count)));
            if (Spoilt > 0 && frames.Any(frame => frame.Number == Spoilt))
            {
                throw new ModelException("NaN");
            }

            for (var index = 0; index < frames.Count; index++)
            {
                if (!_isTrial)
                {
                    Order.Add(frames[index].Number);
                }

                detections[index].Add(new Detection(new Box(0, 0, 1, 1), 0, frames[index].Number / 10f));
            }
        }
    }
}
