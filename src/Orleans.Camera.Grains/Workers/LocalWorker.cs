using Orleans.Camera.Core.Batching;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Grains.Workers;

/// <summary>A model that is loaded on this silo and looks at pictures off every scheduler, as many at once as it has lanes. Thread safe.</summary>
internal sealed class LocalWorker : IAsyncDisposable
{
    private const int FewestQueued = 16;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly string _device;
    private readonly IOpenDetector _model;
    private readonly TimeProvider _time;
    private readonly WorkerLane[] _lanes;
    private readonly Batcher<WorkPicture, WorkAnswer> _queue;
    private readonly Lock _lock = new();
    private readonly LatencyWindow _latency;
    private readonly ServiceTimes _times;
    private readonly WorkerAbility _ability;
    private long _answered;
    private long _failed;
    private int _inFlight;
    private string _trouble = "";

    /// <summary>Ticks for which processors worked in the lanes; what a child process does is in its own account.</summary>
    private long _worked;

    private LocalWorker((string Id, string Device) what, IOpenDetector model, WorkerLane[] lanes, WorkerTrial trial, TimeProvider time)
    {
        (Id, _device, _model, _lanes, _time) = (what.Id, what.Device, model, lanes, time);
        (_latency, _times) = (new LatencyWindow(time, Window), new ServiceTimes(time, trial.Throughput));
        _ability = new WorkerAbility([.. lanes[0].Of(WorkerTrial.LayoutFor(model)).Labels], model.Picture.Width, model.Picture.Height)
        {
            InputWidth = model.Input.Width, InputHeight = model.Input.Height,
        };
        var atOnce = Math.Min(BatcherOptions.Most, lanes.Length * trial.Batch.Maximum);
        _queue = new Batcher<WorkPicture, WorkAnswer>(
            new BatcherOptions { MaximumBatch = atOnce, MaximumWait = trial.Batch.MaximumWait, MaximumQueue = Math.Max(FewestQueued, 2 * atOnce) }, time, RunAsync);
    }

    /// <summary>Loads a model and measures it, which takes seconds.</summary>
    /// <param name="lanes">How many pictures it looks at at once, each on one processor.</param>
    /// <exception cref="ModelException">The model cannot be opened.</exception>
    public static async Task<LocalWorker> StartAsync(string id, string device, IDetectors detectors, int lanes, TimeProvider time)
    {
        var model = await detectors.OpenAsync(InferenceGrain.ModelOf(id), device, CancellationToken.None).ConfigureAwait(false);
        try
        {
            WorkerLane[] all = [.. Enumerable.Range(0, lanes).Select(_ => new WorkerLane(model))];
            var trial = await WorkerTrial.RunAsync(model, all[0], time).ConfigureAwait(false);
            return new LocalWorker((id, device), model, all, trial, time);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public string Id { get; }

    public WorkerBeat Beat
    {
        get
        {
            lock (_lock)
            {
                return new(
                    Id, _ability, _answered, _failed, _inFlight, _queue.Waiting,
                    _latency.Percentile(0.5), _latency.Percentile(0.95), _latency.Percentile(0.99))
                {
                    Device = _device,
                    Trouble = _trouble,
                    CpuTime = _model.Process?.CpuTime ?? TimeSpan.FromTicks(Interlocked.Read(ref _worked)),
                    PicturesPerSecond = _lanes.Length * (_times.PicturesPerSecond ?? 0),
                    Usual = _times.Usual ?? TimeSpan.Zero,
                    Process = _model.Process?.ToRecord(),
                };
            }
        }
    }

    public async Task<WorkAnswer> DetectAsync(WorkPicture picture, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        if (!_queue.TryAdd(picture, cancellationToken, out var result))
        {
            return WorkAnswer.Not(CallFault.Refused, $"worker '{Id}' has as many pictures as it takes, or is about to end");
        }

        Interlocked.Increment(ref _inFlight);
        try
        {
            var answer = await result.ConfigureAwait(false);
            lock (_lock)
            {
                _answered += answer.Fault is null ? 1 : 0;
                _failed += answer.Fault is CallFault.Worker or CallFault.Picture ? 1 : 0;
                _trouble = answer.Fault is CallFault.Worker or CallFault.Picture ? answer.Reason : answer.Fault is null ? "" : _trouble;
                _latency.Add(_time.GetElapsedTime(start));
            }

            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        _model.Dispose();
    }

    /// <summary>Shares a batch among the lanes, evenly and in order.</summary>
    private async ValueTask<IReadOnlyList<WorkAnswer>> RunAsync(IReadOnlyList<WorkPicture> pictures, CancellationToken cancellationToken)
    {
        var share = (pictures.Count + _lanes.Length - 1) / _lanes.Length;
        var parts = pictures.Chunk(share).ToArray();
        var work = new Task<WorkAnswer[]>[parts.Length];
        for (var index = 1; index < work.Length; index++)
        {
            var (part, lane) = (parts[index], _lanes[index]);
            work[index] = Task.Run(() => LookAsync(part, lane, cancellationToken), CancellationToken.None);
        }

        work[0] = LookAsync(parts[0], _lanes[0], cancellationToken);
        return (await Task.WhenAll(work).ConfigureAwait(false)).SelectMany(answers => answers).ToArray();
    }

    private async Task<WorkAnswer[]> LookAsync(WorkPicture[] pictures, WorkerLane lane, CancellationToken cancellationToken)
    {
        Frame?[] frames = [.. pictures.Select(picture => picture.Open())];
        try
        {
            if (frames.Count(frame => frame is not null) > 1 && await LookAtAllAsync(frames, lane, cancellationToken).ConfigureAwait(false) is { } answers)
            {
                return answers;
            }

            var each = new WorkAnswer[frames.Length];
            for (var index = 0; index < frames.Length; index++)
            {
                each[index] = await LookAsync(pictures[index], frames[index], lane, cancellationToken).ConfigureAwait(false);
            }

            return each;
        }
        finally
        {
            foreach (var frame in frames)
            {
                frame?.Dispose();
            }
        }
    }

    /// <returns>Null where some picture spoilt it for all: nobody can say which before each is looked at alone.</returns>
    private async Task<WorkAnswer[]?> LookAtAllAsync(Frame?[] frames, WorkerLane lane, CancellationToken cancellationToken)
    {
        Frame[] there = [.. frames.OfType<Frame>()];
        try
        {
            var (start, cpu) = (_time.GetTimestamp(), ThreadTime.Now);
            var found = await lane.DetectAsync(there, cancellationToken).ConfigureAwait(false);
            Took(start, cpu, there.Length);
            var next = 0;
            return [.. frames.Select(frame => frame is null ? GivenUp() : Checked(found[next++]))];
        }
        catch (ModelException)
        {
            return null;
        }
        catch (Exception exception)
        {
            return [.. frames.Select(frame => frame is null ? GivenUp() : Failed(exception))];
        }
    }

    private async ValueTask<WorkAnswer> LookAsync(WorkPicture picture, Frame? frame, WorkerLane lane, CancellationToken cancellationToken)
    {
        if (frame is null)
        {
            return GivenUp();
        }

        try
        {
            var (start, cpu) = (_time.GetTimestamp(), ThreadTime.Now);
            var found = await lane.DetectAsync(frame, picture.Motion(frame), cancellationToken).ConfigureAwait(false);
            Took(start, cpu, pictures: 1);
            return Checked(found);
        }
        catch (ModelException exception)
        {
            return WorkAnswer.Not(CallFault.Picture, exception.Message);
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    private void Took(long start, ThreadTime cpu, int pictures)
    {
        _times.Add(start, pictures);
        Interlocked.Add(ref _worked, cpu.Elapsed?.Ticks ?? 0);
    }

    private WorkAnswer Checked(List<Detection> found) => AnswerCheck.FaultOf(found, _ability.Labels.Length) is { } fault
        ? WorkAnswer.Not(CallFault.Picture, $"worker '{Id}' answered nonsense: {fault}")
        : WorkAnswer.Of(found);

    private static WorkAnswer GivenUp() => WorkAnswer.Not(CallFault.Refused, "the picture was given up before its turn, or came damaged");

    /// <summary>Whatever it is, the camera goes on with another worker.</summary>
    private WorkAnswer Failed(Exception exception) => WorkAnswer.Not(CallFault.Worker, $"worker '{Id}' failed: {exception.Message}");
}
