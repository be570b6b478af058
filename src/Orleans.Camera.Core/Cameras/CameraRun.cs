using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// One life of a camera's pipeline: reads the source from a checkpoint on, counts, and hands over cuts. It runs on no
/// scheduler in particular and calls nobody back but the queue.
/// </summary>
/// <remarks>
/// Of a recording, everything is a pure function of the order, the checkpoint and the pictures: where it is cut depends
/// on the pictures' own times alone.
/// </remarks>
/// <param name="order">What is read and counted.</param>
/// <param name="from">Where the run before has got to.</param>
/// <param name="tools">What it works with.</param>
/// <param name="cuts">Takes the cuts.</param>
public sealed partial class CameraRun(CameraOrder order, Checkpoint from, CameraTools tools, CutQueue cuts)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(4);

    private readonly Random _random = new(tools.Seed);
    private readonly RateMeter _rates = new(tools.Time);
    private readonly List<CameraEvent> _events = [];
    private readonly Lock _latestLock = new();
    private readonly LatencyWindow _latencies = new(tools.Time, TimeSpan.FromMinutes(1));
    private CameraInput _input = null!;
    private SourceInfo _info = null!;
    private CountingPipeline _pipeline = null!;
    private Pacer? _pacer;
    private Frame? _latest;
    private (long Frames, long Detected) _before;
    private volatile RunView _view = new();

    /// <summary>What was opened ahead for it, or is being opened; the run's from now on, of use or not. It never fails.</summary>
    public Task<CameraInput?> Prepared { get; init; } = Task.FromResult<CameraInput?>(null);

    /// <summary>What it is doing now.</summary>
    public RunView View => _view;

    /// <summary>
    /// How long half, and 99 of a hundred, of the last minute's pictures of a live source took from their own time until they were
    /// counted; zero before the first.
    /// </summary>
    public (TimeSpan P50, TimeSpan P99) Latency
    {
        get
        {
            lock (_latencies)
            {
                return (_latencies.Percentile(0.5), _latencies.Percentile(0.99));
            }
        }
    }

    /// <summary>The latest picture, owned by the caller; null where there is none.</summary>
    public Frame? TakeLatest()
    {
        lock (_latestLock)
        {
            return _latest?.Retain();
        }
    }

    /// <summary>Reads to the end of the source, or until stopped; what was counted until then is in the queue.</summary>
    /// <exception cref="SourceException">The source cannot be opened, broke off, or is another one than before.</exception>
    /// <exception cref="ModelException">The detector cannot be opened.</exception>
    /// <exception cref="ArgumentException">The order makes no sense, or asks for labels that the detector does not know.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another version of this program.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            Enter(RunStep.Opening);
            var input = await InputAsync(stop).ConfigureAwait(false);
            Enter(RunStep.Waiting);
            await using (input.ConfigureAwait(false))
            {
                (_input, _info) = (input, input.Info);
                _pipeline = NewPipeline(input.Model);
                await ResumeAsync(input.Model, stop).ConfigureAwait(false);
                _view = _view with { IsCounting = true, IsLive = _info.IsLive, At = tools.Time.GetUtcNow() };
                _pacer = order.RealTime && !_info.IsLive ? new Pacer(tools.Time) : null;
                await CountAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, which is no fault.
        }
        finally
        {
            _view = _view with { IsCounting = false };
            SetLatest(null);
        }
    }

    private async Task CountAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var read = await ReadAsync(stop).ConfigureAwait(false);
                if (read.IsEnd)
                {
                    AddUnanswered(until: null);
                    Add(_pipeline.Finish());
                    await CutAsync(withBase: false, hasEnded: true, stop).ConfigureAwait(false);
                    return;
                }

                Add(read.Gap);
                if (read.Frame is { } frame)
                {
                    using (frame)
                    {
                        await TakeAsync(frame, stop).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_place.Number > _cutAt || MaySpareReplay)
        {
            await CutAsync(withBase: MaySpareReplay, hasEnded: false, stop).ConfigureAwait(false);
            throw;
        }
        catch (SourceException) when (_place.Number > _cutAt)
        {
            await CutAsync(withBase: false, hasEnded: false, stop).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask TakeAsync(Frame frame, CancellationToken stop)
    {
        if (_pacer is { } pacer)
        {
            await pacer.WaitAsync(frame.Pts, stop).ConfigureAwait(false);
        }

        AddOutage(frame);
        var result = await ProcessAsync(frame, stop).ConfigureAwait(false);
        if (result is null)
        {
            Miss(frame);
            return;
        }

        AddUnanswered(frame.Time);
        _place = new ResumePoint(frame.Number, frame.Pts, GateChecksum.Of(frame.Gate));
        Add(result);
        SetLatest(frame.Retain());
        Show(frame);
        var withBase = _previous is null || IsNew(frame.Pts, _previous.Value, BaseInterval);
        if (withBase || _isNew || _events.Count > 0 || IsNew(frame.Pts, _previous!.Value, CutInterval))
        {
            await CutAsync(withBase, hasEnded: false, stop).ConfigureAwait(false);
            _isNew = false;
        }

        _previous = frame.Pts;
    }

    /// <summary>A picture of a recording is asked for until it is answered; of a live source there is the next one.</summary>
    private async ValueTask<PictureResult?> ProcessAsync(Frame frame, CancellationToken stop)
    {
        Backoff? backoff = null;
        while (true)
        {
            try
            {
                Enter(RunStep.Detecting);
                var result = await _pipeline.ProcessAsync(frame, CancellationToken.None).ConfigureAwait(false);
                Enter(RunStep.Waiting);
                _view = _view.Trouble is null ? _view : _view with { Trouble = null };
                return result;
            }
            catch (Exception exception) when (exception is ModelException or WorkerLostException)
            {
                _view = _view with { Trouble = exception.Message };
                if (_info.IsLive)
                {
                    return null;
                }
            }

            Enter(RunStep.Waiting);
            backoff ??= new Backoff(FirstRetry, LongestRetry, _random);
            await Task.Delay(backoff.Next(), tools.Time, stop).ConfigureAwait(false);
        }
    }

    private CountingPipeline NewPipeline(IOpenDetector model)
    {
        var detector = model.Create(_info.Layout);
        var labels = order.Plan.Labels.Count > 0 ? order.Plan.Labels : PeopleAndVehicles.Among(detector.Labels);
        return new CountingPipeline(order.Plan with { Labels = labels }, detector, _info.Layout);
    }

    private void SetLatest(Frame? frame)
    {
        Frame? old;
        lock (_latestLock)
        {
            old = _latest;
            _latest = frame;
        }

        old?.Dispose();
    }

    private void Show(Frame frame)
    {
        var (statistics, counters) = (_input.Source.Statistics, _pipeline.Counters);
        if (_info.IsLive)
        {
            lock (_latencies)
            {
                _latencies.Add(tools.Time.GetUtcNow() - frame.Time);
            }
        }

        _view = _view with
        {
            Frame = frame.Number,
            PictureTime = frame.Time,
            At = tools.Time.GetUtcNow(),
            Rates = _rates.Sample(new RunRates(
                statistics.Arrived, counters.Frames - _before.Frames, counters.Detected - _before.Detected, statistics.Skipped)),
        };
    }
}
